        internal static void Vectors16(byte* args, GroupRange* range)
        {
            if (range->Start >= range->End) return;
            var block_ = (BranchesArguments<float>*)args;
            float* x = (float*)block_->x.Handle + block_->x.Offset;
            int* n = (int*)block_->n.Handle + block_->n.Offset;
            float* y = (float*)block_->y.Handle + block_->y.Offset;
            int length = block_->length;
            int gridDimX = range->DimX, gridDimY = range->DimY, gridDimZ = range->DimZ;
            int gridX = (int)(range->Start % gridDimX), gridY = (int)(range->Start / gridDimX % gridDimY);
            int gridZ = (int)(range->Start / gridDimX / gridDimY);
            for (long groups = range->End - range->Start; groups > 0; groups--)
            {
                int i = gridX * 16;
                if ((i + 15) < length)
                {
                    Vector512<float> sum = Vector512<float>.Zero;
                    Vector512<int> k = Vector512<int>.Zero;
                    Vector512<int> broke = Vector512<int>.Zero;
                    Vector512<int> go = Vector512.LessThan(k, Vector512.Load<int>(n + (nint)i)).AsInt32();
                    Vector512<int> mask_1 = Vector512<int>.AllBitsSet;
                    while (true)
                    {
                        mask_1 &= go;
                        if (!Lanes16.Any(mask_1)) break;
                        Vector512<int> mask_2 = Vector512.Equals(k, Vector512.Create<int>(5)).AsInt32();
                        Vector512<int> mask_3 = mask_2 & mask_1;
                        if (Lanes16.Any(mask_3))
                        {
                            broke = Lanes16.Select(mask_3, Vector512<int>.AllBitsSet, broke);
                        }
                        Vector512<int> mask_4 = ~mask_2 & mask_1;
                        if (Lanes16.Any(mask_4))
                        {
                            sum = Lanes16.Select(mask_4, sum + (Lanes16.Gather(x, Lanes16.Remainder((((Vector512.Create<int>(i)) + (Lanes16.Ids)) * (Vector512.Create<int>(7))) + k, Vector512.Create<int>(length), mask_4), mask_4)), sum);
                        }
                        go = Lanes16.Select(mask_1, Vector512<int>.Zero, go);
                        Vector512<int> mask_5 = ~broke;
                        Vector512<int> mask_6 = mask_5 & mask_1;
                        if (Lanes16.Any(mask_6))
                        {
                            k = Lanes16.Select(mask_6, k + (Vector512.Create<int>(1)), k);
                            go = Lanes16.Select(mask_6, Vector512.LessThan(k, Lanes16.MaskLoad(n + (nint)i, mask_6)).AsInt32(), go);
                        }
                    }
                    Vector512<float> value = Vector512<float>.Zero;
                    Vector512<int> mask_7 = Vector512.GreaterThan(sum, Vector512<float>.Zero).AsInt32();
                    if (Lanes16.Any(mask_7))
                    {
                        value = Lanes16.Select(mask_7, sum, value);
                    }
                    Vector512<int> mask_8 = ~mask_7;
                    if (Lanes16.Any(mask_8))
                    {
                        value = Lanes16.Select(mask_8, Lanes16.Exp(sum), value);
                    }
                    Vector512.Store(value, y + (nint)i);
                }
                else
                {
                    Vector512<int> mask_9 = Vector512.LessThan((Vector512.Create<int>(i)) + (Lanes16.Ids), Vector512.Create<int>(length)).AsInt32();
                    if (Lanes16.Any(mask_9))
                    {
                        Vector512<float> sum_2 = Vector512<float>.Zero;
                        Vector512<int> k_2 = Vector512<int>.Zero;
                        Vector512<int> broke_2 = Vector512<int>.Zero;
                        Vector512<int> go_2 = Vector512.LessThan(k_2, Lanes16.MaskLoad(n + (nint)i, mask_9)).AsInt32();
                        Vector512<int> mask_10 = mask_9;
                        while (true)
                        {
                            mask_10 &= go_2;
                            if (!Lanes16.Any(mask_10)) break;
                            Vector512<int> mask_11 = Vector512.Equals(k_2, Vector512.Create<int>(5)).AsInt32();
                            Vector512<int> mask_12 = mask_11 & mask_10;
                            if (Lanes16.Any(mask_12))
                            {
                                broke_2 = Lanes16.Select(mask_12, Vector512<int>.AllBitsSet, broke_2);
                            }
                            Vector512<int> mask_13 = ~mask_11 & mask_10;
                            if (Lanes16.Any(mask_13))
                            {
                                sum_2 = Lanes16.Select(mask_13, sum_2 + (Lanes16.Gather(x, Lanes16.Remainder((((Vector512.Create<int>(i)) + (Lanes16.Ids)) * (Vector512.Create<int>(7))) + k_2, Vector512.Create<int>(length), mask_13), mask_13)), sum_2);
                            }
                            go_2 = Lanes16.Select(mask_10, Vector512<int>.Zero, go_2);
                            Vector512<int> mask_14 = ~broke_2;
                            Vector512<int> mask_15 = mask_14 & mask_10;
                            if (Lanes16.Any(mask_15))
                            {
                                k_2 = Lanes16.Select(mask_15, k_2 + (Vector512.Create<int>(1)), k_2);
                                go_2 = Lanes16.Select(mask_15, Vector512.LessThan(k_2, Lanes16.MaskLoad(n + (nint)i, mask_15)).AsInt32(), go_2);
                            }
                        }
                        Vector512<float> value_2 = Vector512<float>.Zero;
                        Vector512<int> mask_16 = Vector512.GreaterThan(sum_2, Vector512<float>.Zero).AsInt32();
                        Vector512<int> mask_17 = mask_16 & mask_9;
                        if (Lanes16.Any(mask_17))
                        {
                            value_2 = Lanes16.Select(mask_17, sum_2, value_2);
                        }
                        Vector512<int> mask_18 = ~mask_16 & mask_9;
                        if (Lanes16.Any(mask_18))
                        {
                            value_2 = Lanes16.Select(mask_18, Lanes16.Exp(sum_2), value_2);
                        }
                        Lanes16.MaskStore(y + (nint)i, mask_9, value_2);
                    }
                }
                if (++gridX < gridDimX) continue;
                gridX = 0;
                if (++gridY < gridDimY) continue;
                gridY = 0;
                gridZ++;
            }
        }

        internal static void Vectors8(byte* args, GroupRange* range)
        {
            if (range->Start >= range->End) return;
            var block_ = (BranchesArguments<float>*)args;
            float* x = (float*)block_->x.Handle + block_->x.Offset;
            int* n = (int*)block_->n.Handle + block_->n.Offset;
            float* y = (float*)block_->y.Handle + block_->y.Offset;
            int length = block_->length;
            int gridDimX = range->DimX, gridDimY = range->DimY, gridDimZ = range->DimZ;
            int gridX = (int)(range->Start % gridDimX), gridY = (int)(range->Start / gridDimX % gridDimY);
            int gridZ = (int)(range->Start / gridDimX / gridDimY);
            for (long groups = range->End - range->Start; groups > 0; groups--)
            {
                int i = gridX * 8;
                if ((i + 7) < length)
                {
                    Vector256<float> sum = Vector256<float>.Zero;
                    Vector256<int> k = Vector256<int>.Zero;
                    Vector256<int> broke = Vector256<int>.Zero;
                    Vector256<int> go = Vector256.LessThan(k, Vector256.Load<int>(n + (nint)i)).AsInt32();
                    Vector256<int> mask_1 = Vector256<int>.AllBitsSet;
                    while (true)
                    {
                        mask_1 &= go;
                        if (!Lanes8.Any(mask_1)) break;
                        Vector256<int> mask_2 = Vector256.Equals(k, Vector256.Create<int>(5)).AsInt32();
                        Vector256<int> mask_3 = mask_2 & mask_1;
                        if (Lanes8.Any(mask_3))
                        {
                            broke = Lanes8.Select(mask_3, Vector256<int>.AllBitsSet, broke);
                        }
                        Vector256<int> mask_4 = ~mask_2 & mask_1;
                        if (Lanes8.Any(mask_4))
                        {
                            sum = Lanes8.Select(mask_4, sum + (Lanes8.Gather(x, Lanes8.Remainder((((Vector256.Create<int>(i)) + (Lanes8.Ids)) * (Vector256.Create<int>(7))) + k, Vector256.Create<int>(length), mask_4), mask_4)), sum);
                        }
                        go = Lanes8.Select(mask_1, Vector256<int>.Zero, go);
                        Vector256<int> mask_5 = ~broke;
                        Vector256<int> mask_6 = mask_5 & mask_1;
                        if (Lanes8.Any(mask_6))
                        {
                            k = Lanes8.Select(mask_6, k + (Vector256.Create<int>(1)), k);
                            go = Lanes8.Select(mask_6, Vector256.LessThan(k, Lanes8.MaskLoad(n + (nint)i, mask_6)).AsInt32(), go);
                        }
                    }
                    Vector256<float> value = Vector256<float>.Zero;
                    Vector256<int> mask_7 = Vector256.GreaterThan(sum, Vector256<float>.Zero).AsInt32();
                    if (Lanes8.Any(mask_7))
                    {
                        value = Lanes8.Select(mask_7, sum, value);
                    }
                    Vector256<int> mask_8 = ~mask_7;
                    if (Lanes8.Any(mask_8))
                    {
                        value = Lanes8.Select(mask_8, Lanes8.Exp(sum), value);
                    }
                    Vector256.Store(value, y + (nint)i);
                }
                else
                {
                    Vector256<int> mask_9 = Vector256.LessThan((Vector256.Create<int>(i)) + (Lanes8.Ids), Vector256.Create<int>(length)).AsInt32();
                    if (Lanes8.Any(mask_9))
                    {
                        Vector256<float> sum_2 = Vector256<float>.Zero;
                        Vector256<int> k_2 = Vector256<int>.Zero;
                        Vector256<int> broke_2 = Vector256<int>.Zero;
                        Vector256<int> go_2 = Vector256.LessThan(k_2, Lanes8.MaskLoad(n + (nint)i, mask_9)).AsInt32();
                        Vector256<int> mask_10 = mask_9;
                        while (true)
                        {
                            mask_10 &= go_2;
                            if (!Lanes8.Any(mask_10)) break;
                            Vector256<int> mask_11 = Vector256.Equals(k_2, Vector256.Create<int>(5)).AsInt32();
                            Vector256<int> mask_12 = mask_11 & mask_10;
                            if (Lanes8.Any(mask_12))
                            {
                                broke_2 = Lanes8.Select(mask_12, Vector256<int>.AllBitsSet, broke_2);
                            }
                            Vector256<int> mask_13 = ~mask_11 & mask_10;
                            if (Lanes8.Any(mask_13))
                            {
                                sum_2 = Lanes8.Select(mask_13, sum_2 + (Lanes8.Gather(x, Lanes8.Remainder((((Vector256.Create<int>(i)) + (Lanes8.Ids)) * (Vector256.Create<int>(7))) + k_2, Vector256.Create<int>(length), mask_13), mask_13)), sum_2);
                            }
                            go_2 = Lanes8.Select(mask_10, Vector256<int>.Zero, go_2);
                            Vector256<int> mask_14 = ~broke_2;
                            Vector256<int> mask_15 = mask_14 & mask_10;
                            if (Lanes8.Any(mask_15))
                            {
                                k_2 = Lanes8.Select(mask_15, k_2 + (Vector256.Create<int>(1)), k_2);
                                go_2 = Lanes8.Select(mask_15, Vector256.LessThan(k_2, Lanes8.MaskLoad(n + (nint)i, mask_15)).AsInt32(), go_2);
                            }
                        }
                        Vector256<float> value_2 = Vector256<float>.Zero;
                        Vector256<int> mask_16 = Vector256.GreaterThan(sum_2, Vector256<float>.Zero).AsInt32();
                        Vector256<int> mask_17 = mask_16 & mask_9;
                        if (Lanes8.Any(mask_17))
                        {
                            value_2 = Lanes8.Select(mask_17, sum_2, value_2);
                        }
                        Vector256<int> mask_18 = ~mask_16 & mask_9;
                        if (Lanes8.Any(mask_18))
                        {
                            value_2 = Lanes8.Select(mask_18, Lanes8.Exp(sum_2), value_2);
                        }
                        Lanes8.MaskStore(y + (nint)i, mask_9, value_2);
                    }
                }
                if (++gridX < gridDimX) continue;
                gridX = 0;
                if (++gridY < gridDimY) continue;
                gridY = 0;
                gridZ++;
            }
        }

        internal static void Vectors4(byte* args, GroupRange* range)
        {
            if (range->Start >= range->End) return;
            var block_ = (BranchesArguments<float>*)args;
            float* x = (float*)block_->x.Handle + block_->x.Offset;
            int* n = (int*)block_->n.Handle + block_->n.Offset;
            float* y = (float*)block_->y.Handle + block_->y.Offset;
            int length = block_->length;
            int gridDimX = range->DimX, gridDimY = range->DimY, gridDimZ = range->DimZ;
            int gridX = (int)(range->Start % gridDimX), gridY = (int)(range->Start / gridDimX % gridDimY);
            int gridZ = (int)(range->Start / gridDimX / gridDimY);
            for (long groups = range->End - range->Start; groups > 0; groups--)
            {
                int i = gridX * 4;
                if ((i + 3) < length)
                {
                    Vector128<float> sum = Vector128<float>.Zero;
                    Vector128<int> k = Vector128<int>.Zero;
                    Vector128<int> broke = Vector128<int>.Zero;
                    Vector128<int> go = Vector128.LessThan(k, Vector128.Load<int>(n + (nint)i)).AsInt32();
                    Vector128<int> mask_1 = Vector128<int>.AllBitsSet;
                    while (true)
                    {
                        mask_1 &= go;
                        if (!Lanes4.Any(mask_1)) break;
                        Vector128<int> mask_2 = Vector128.Equals(k, Vector128.Create<int>(5)).AsInt32();
                        Vector128<int> mask_3 = mask_2 & mask_1;
                        if (Lanes4.Any(mask_3))
                        {
                            broke = Lanes4.Select(mask_3, Vector128<int>.AllBitsSet, broke);
                        }
                        Vector128<int> mask_4 = ~mask_2 & mask_1;
                        if (Lanes4.Any(mask_4))
                        {
                            sum = Lanes4.Select(mask_4, sum + (Lanes4.Gather(x, Lanes4.Remainder((((Vector128.Create<int>(i)) + (Lanes4.Ids)) * (Vector128.Create<int>(7))) + k, Vector128.Create<int>(length), mask_4), mask_4)), sum);
                        }
                        go = Lanes4.Select(mask_1, Vector128<int>.Zero, go);
                        Vector128<int> mask_5 = ~broke;
                        Vector128<int> mask_6 = mask_5 & mask_1;
                        if (Lanes4.Any(mask_6))
                        {
                            k = Lanes4.Select(mask_6, k + (Vector128.Create<int>(1)), k);
                            go = Lanes4.Select(mask_6, Vector128.LessThan(k, Lanes4.MaskLoad(n + (nint)i, mask_6)).AsInt32(), go);
                        }
                    }
                    Vector128<float> value = Vector128<float>.Zero;
                    Vector128<int> mask_7 = Vector128.GreaterThan(sum, Vector128<float>.Zero).AsInt32();
                    if (Lanes4.Any(mask_7))
                    {
                        value = Lanes4.Select(mask_7, sum, value);
                    }
                    Vector128<int> mask_8 = ~mask_7;
                    if (Lanes4.Any(mask_8))
                    {
                        value = Lanes4.Select(mask_8, Lanes4.Exp(sum), value);
                    }
                    Vector128.Store(value, y + (nint)i);
                }
                else
                {
                    Vector128<int> mask_9 = Vector128.LessThan((Vector128.Create<int>(i)) + (Lanes4.Ids), Vector128.Create<int>(length)).AsInt32();
                    if (Lanes4.Any(mask_9))
                    {
                        Vector128<float> sum_2 = Vector128<float>.Zero;
                        Vector128<int> k_2 = Vector128<int>.Zero;
                        Vector128<int> broke_2 = Vector128<int>.Zero;
                        Vector128<int> go_2 = Vector128.LessThan(k_2, Lanes4.MaskLoad(n + (nint)i, mask_9)).AsInt32();
                        Vector128<int> mask_10 = mask_9;
                        while (true)
                        {
                            mask_10 &= go_2;
                            if (!Lanes4.Any(mask_10)) break;
                            Vector128<int> mask_11 = Vector128.Equals(k_2, Vector128.Create<int>(5)).AsInt32();
                            Vector128<int> mask_12 = mask_11 & mask_10;
                            if (Lanes4.Any(mask_12))
                            {
                                broke_2 = Lanes4.Select(mask_12, Vector128<int>.AllBitsSet, broke_2);
                            }
                            Vector128<int> mask_13 = ~mask_11 & mask_10;
                            if (Lanes4.Any(mask_13))
                            {
                                sum_2 = Lanes4.Select(mask_13, sum_2 + (Lanes4.Gather(x, Lanes4.Remainder((((Vector128.Create<int>(i)) + (Lanes4.Ids)) * (Vector128.Create<int>(7))) + k_2, Vector128.Create<int>(length), mask_13), mask_13)), sum_2);
                            }
                            go_2 = Lanes4.Select(mask_10, Vector128<int>.Zero, go_2);
                            Vector128<int> mask_14 = ~broke_2;
                            Vector128<int> mask_15 = mask_14 & mask_10;
                            if (Lanes4.Any(mask_15))
                            {
                                k_2 = Lanes4.Select(mask_15, k_2 + (Vector128.Create<int>(1)), k_2);
                                go_2 = Lanes4.Select(mask_15, Vector128.LessThan(k_2, Lanes4.MaskLoad(n + (nint)i, mask_15)).AsInt32(), go_2);
                            }
                        }
                        Vector128<float> value_2 = Vector128<float>.Zero;
                        Vector128<int> mask_16 = Vector128.GreaterThan(sum_2, Vector128<float>.Zero).AsInt32();
                        Vector128<int> mask_17 = mask_16 & mask_9;
                        if (Lanes4.Any(mask_17))
                        {
                            value_2 = Lanes4.Select(mask_17, sum_2, value_2);
                        }
                        Vector128<int> mask_18 = ~mask_16 & mask_9;
                        if (Lanes4.Any(mask_18))
                        {
                            value_2 = Lanes4.Select(mask_18, Lanes4.Exp(sum_2), value_2);
                        }
                        Lanes4.MaskStore(y + (nint)i, mask_9, value_2);
                    }
                }
                if (++gridX < gridDimX) continue;
                gridX = 0;
                if (++gridY < gridDimY) continue;
                gridY = 0;
                gridZ++;
            }
        }
