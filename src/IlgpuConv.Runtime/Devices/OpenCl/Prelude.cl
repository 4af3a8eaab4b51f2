// What the compiler's OpenCL C calls. In vector form LANES is the number of lanes of a group; in work-item form it is not defined.
#pragma OPENCL FP_CONTRACT OFF
#ifdef cl_khr_fp64
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#define DOUBLES(X) X
#else
#define DOUBLES(X)
#endif

// Minimum and maximum that pass a NaN on.
#define EXTREMES(T)                                                                     \
    static inline T min_##T(T a, T b) { return a < b || isnan(a) ? a : b; }             \
    static inline T max_##T(T a, T b) { return a > b || isnan(a) ? a : b; }
EXTREMES(float)
DOUBLES(EXTREMES(double))

// A 64-bit sum as two 32-bit sums: the low half says whether it carried.
#ifdef __ENDIAN_LITTLE__
#define LOW 0
#else
#define LOW 1
#endif
#define WIDE_ADD(space)                                                                 \
    static inline void add64_##space(volatile space uint *at, ulong value)              \
    {                                                                                   \
        const uint low = (uint)value, before = atomic_add(at + LOW, low);               \
        const uint high = (uint)(value >> 32) + (before + low < before ? 1u : 0u);      \
        if (high != 0) atomic_add(at + (1 - LOW), high);                                \
    }
WIDE_ADD(global)

// Its former value needs one 64-bit operation, which is an extension.
#ifdef cl_khr_int64_base_atomics
#pragma OPENCL EXTENSION cl_khr_int64_base_atomics : enable
#define FORMER(X) X
#else
#define FORMER(X)
#endif

#ifndef LANES
WIDE_ADD(local)
#define ADDS(space, T)                                                                                                          \
    static inline void add_##space##_##T(volatile space T *at, T value) { add64_##space((volatile space uint *)at, (ulong)value); } \
    FORMER(static inline T former_add_##space##_##T(volatile space T *at, T value) { return atom_add(at, value); })
ADDS(global, long)
ADDS(global, ulong)
ADDS(local, long)
ADDS(local, ulong)
#else
#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define VECTOR(T) JOIN(T, LANES)
#define VLOAD JOIN(vload, LANES)
#define VSTORE JOIN(vstore, LANES)
#if LANES == 16
#define LANE_IDS ((int16)(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15))
#elif LANES == 8
#define LANE_IDS ((int8)(0, 1, 2, 3, 4, 5, 6, 7))
#else
#define LANE_IDS ((int4)(0, 1, 2, 3))
#endif
typedef VECTOR(int) mask_t;
typedef VECTOR(long) index_t;

#define LANE_EXTREMES(T)                                                                                                               \
    static inline VECTOR(T) min_lanes_##T(VECTOR(T) a, VECTOR(T) b) { return select(b, a, (a < b) | isnan(a)); }                       \
    static inline VECTOR(T) max_lanes_##T(VECTOR(T) a, VECTOR(T) b) { return select(b, a, (a > b) | isnan(a)); }
LANE_EXTREMES(float)
DOUBLES(LANE_EXTREMES(double))

// PoCL's pow of eight doubles is wrong in all lanes when one is zero or infinite; its pow of four is right.
#if LANES == 8
DOUBLES(static inline double8 pow_lanes(double8 a, double8 b) { return (double8)(pow(a.lo, b.lo), pow(a.hi, b.hi)); })
#else
#define pow_lanes pow
#endif

// Some lanes of memory; the others are not touched. T is the element in memory, E that of the vector.
#define MEMORY(space, T, E)                                                                                    \
    static inline VECTOR(E) load_##space##_##T(const space T *at, mask_t mask)                                 \
    {                                                                                                          \
        int m[LANES];                                                                                          \
        E v[LANES];                                                                                            \
        VSTORE(mask, 0, m);                                                                                    \
        for (int i = 0; i < LANES; i++) v[i] = m[i] ? (E)at[i] : (E)0;                                         \
        return VLOAD(0, v);                                                                                    \
    }                                                                                                          \
    static inline void store_##space##_##T(space T *at, mask_t mask, VECTOR(E) value)                          \
    {                                                                                                          \
        int m[LANES];                                                                                          \
        E v[LANES];                                                                                            \
        VSTORE(mask, 0, m);                                                                                    \
        VSTORE(value, 0, v);                                                                                   \
        for (int i = 0; i < LANES; i++) if (m[i]) at[i] = (T)v[i];                                             \
    }                                                                                                          \
    static inline VECTOR(E) gather_##space##_##T(const space T *from, index_t index, mask_t mask)              \
    {                                                                                                          \
        int m[LANES];                                                                                          \
        long x[LANES];                                                                                         \
        E v[LANES];                                                                                            \
        VSTORE(mask, 0, m);                                                                                    \
        VSTORE(index, 0, x);                                                                                   \
        for (int i = 0; i < LANES; i++) v[i] = m[i] ? (E)from[x[i]] : (E)0;                                    \
        return VLOAD(0, v);                                                                                    \
    }                                                                                                          \
    static inline void scatter_##space##_##T(space T *to, index_t index, mask_t mask, VECTOR(E) value)         \
    {                                                                                                          \
        int m[LANES];                                                                                          \
        long x[LANES];                                                                                         \
        E v[LANES];                                                                                            \
        VSTORE(mask, 0, m);                                                                                    \
        VSTORE(index, 0, x);                                                                                   \
        VSTORE(value, 0, v);                                                                                   \
        for (int i = 0; i < LANES; i++) if (m[i]) to[x[i]] = (T)v[i];                                          \
    }
#define SPACES(space)                                                                                          \
    MEMORY(space, float, float)                                                                                \
    MEMORY(space, int, int)                                                                                    \
    MEMORY(space, uint, uint)                                                                                  \
    MEMORY(space, long, long)                                                                                  \
    MEMORY(space, ulong, ulong)                                                                                \
    MEMORY(space, uchar, int)                                                                                  \
    DOUBLES(MEMORY(space, double, double))
SPACES(global)
SPACES(private)

// Additions lane by lane, and what was there before. An array belongs to the group, which is one work item.
#define LANE_ADD(name, R, space, T, RETURN, ADD)                                                               \
    static inline R name##_##space##_##T(space T *to, index_t index, mask_t mask, VECTOR(T) value)             \
    {                                                                                                          \
        int m[LANES];                                                                                          \
        long x[LANES];                                                                                         \
        T v[LANES];                                                                                            \
        VSTORE(mask, 0, m);                                                                                    \
        VSTORE(index, 0, x);                                                                                   \
        VSTORE(value, 0, v);                                                                                   \
        for (int i = 0; i < LANES; i++)                                                                        \
        {                                                                                                      \
            if (!m[i]) continue;                                                                               \
            space T *at = to + x[i];                                                                           \
            ADD;                                                                                               \
        }                                                                                                      \
        RETURN;                                                                                                \
    }
#define ADDS(T)                                                                                                \
    LANE_ADD(add, VECTOR(T), global, T, return VLOAD(0, v), v[i] = atomic_add((volatile global T *)at, v[i]))  \
    LANE_ADD(add, VECTOR(T), private, T, return VLOAD(0, v), T was = *at; *at = was + v[i]; v[i] = was)
#define WIDE_ADDS(T)                                                                                           \
    LANE_ADD(add, void, global, T, return, add64_global((volatile global uint *)at, (ulong)v[i]))              \
    FORMER(LANE_ADD(former_add, VECTOR(T), global, T, return VLOAD(0, v), v[i] = atom_add((volatile global T *)at, v[i]))) \
    LANE_ADD(add, VECTOR(T), private, T, return VLOAD(0, v), T was = *at; *at = was + v[i]; v[i] = was)
ADDS(int)
ADDS(uint)
WIDE_ADDS(long)
WIDE_ADDS(ulong)
#endif
