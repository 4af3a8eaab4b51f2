        internal static void Vectors16(byte* args, GroupRange* range)
        {
            if (range->Start >= range->End) return;
            var block_ = (RowsArguments<float>*)args;
            float* a = (float*)block_->a.Handle + block_->a.Offset;
            float* b = (float*)block_->b.Handle + block_->b.Offset;
            float* y = (float*)block_->y.Handle + block_->y.Offset;
            int k = block_->k;
            int n = block_->n;
            int gridDimX = range->DimX, gridDimY = range->DimY, gridDimZ = range->DimZ;
            int gridX = (int)(range->Start % gridDimX), gridY = (int)(range->Start / gridDimX % gridDimY);
            int gridZ = (int)(range->Start / gridDimX / gridDimY);
            for (long groups = range->End - range->Start; groups > 0; groups--)
            {
                int column = gridX * 16;
                if ((column + 15) < n)
                {
                    Vector512<float> acc_2 = Vector512<float>.Zero;
                    Vector512<float> acc_3 = Vector512<float>.Zero;
                    int split_2 = (System.Math.Max(k, 0) / 2) * 2;
                    float* a_at_2 = a + (((nint)gridY * (nint)k) * 2);
                    float* b_at_2 = b + ((nint)column);
                    for (int j_2 = 0; j_2 < split_2; j_2 += 2)
                    {
                        acc_2 = Vector512.FusedMultiplyAdd(Vector512.Create<float>(a_at_2[0]), Vector512.Load<float>(b_at_2), acc_2);
                        acc_3 = Vector512.FusedMultiplyAdd(Vector512.Create<float>(a_at_2[(nint)k]), Vector512.Load<float>(b_at_2), acc_3);
                        acc_2 = Vector512.FusedMultiplyAdd(Vector512.Create<float>(a_at_2[1]), Vector512.Load<float>(b_at_2 + (nint)n), acc_2);
                        acc_3 = Vector512.FusedMultiplyAdd(Vector512.Create<float>(a_at_2[(nint)k + 1]), Vector512.Load<float>(b_at_2 + (nint)n), acc_3);
                        a_at_2 += 2;
                        b_at_2 += (nint)n * 2;
                    }
                    float* a_at_3 = a + ((((nint)gridY * (nint)k) * 2) + (nint)split_2);
                    float* b_at_3 = b + ((nint)column + ((nint)n * (nint)split_2));
                    for (int j = split_2; j < k; j += 1)
                    {
                        acc_2 = Vector512.FusedMultiplyAdd(Vector512.Create<float>(a_at_3[0]), Vector512.Load<float>(b_at_3), acc_2);
                        acc_3 = Vector512.FusedMultiplyAdd(Vector512.Create<float>(a_at_3[(nint)k]), Vector512.Load<float>(b_at_3), acc_3);
                        a_at_3 += 1;
                        b_at_3 += (nint)n;
                    }
                    Vector512.Store(acc_2, y + ((((nint)gridY * (nint)n) * 2) + (nint)column));
                    Vector512.Store(acc_3, y + (((((nint)gridY * (nint)n) * 2) + (nint)n) + (nint)column));
                }
                else
                {
                    Vector512<int> mask_1 = Vector512.LessThan((Vector512.Create<int>(column)) + (Lanes16.Ids), Vector512.Create<int>(n)).AsInt32();
                    if (Lanes16.Any(mask_1))
                    {
                        Vector512<float> acc_4 = Vector512<float>.Zero;
                        Vector512<float> acc_5 = Vector512<float>.Zero;
                        int split_3 = (System.Math.Max(k, 0) / 2) * 2;
                        float* a_at_4 = a + (((nint)gridY * (nint)k) * 2);
                        float* b_at_4 = b + ((nint)column);
                        for (int j_3 = 0; j_3 < split_3; j_3 += 2)
                        {
                            acc_4 = Vector512.FusedMultiplyAdd(Vector512.Create<float>(a_at_4[0]), Lanes16.MaskLoad(b_at_4, mask_1), acc_4);
                            acc_5 = Vector512.FusedMultiplyAdd(Vector512.Create<float>(a_at_4[(nint)k]), Lanes16.MaskLoad(b_at_4, mask_1), acc_5);
                            acc_4 = Vector512.FusedMultiplyAdd(Vector512.Create<float>(a_at_4[1]), Lanes16.MaskLoad(b_at_4 + (nint)n, mask_1), acc_4);
                            acc_5 = Vector512.FusedMultiplyAdd(Vector512.Create<float>(a_at_4[(nint)k + 1]), Lanes16.MaskLoad(b_at_4 + (nint)n, mask_1), acc_5);
                            a_at_4 += 2;
                            b_at_4 += (nint)n * 2;
                        }
                        float* a_at_5 = a + ((((nint)gridY * (nint)k) * 2) + (nint)split_3);
                        float* b_at_5 = b + ((nint)column + ((nint)n * (nint)split_3));
                        for (int j_4 = split_3; j_4 < k; j_4 += 1)
                        {
                            acc_4 = Vector512.FusedMultiplyAdd(Vector512.Create<float>(a_at_5[0]), Lanes16.MaskLoad(b_at_5, mask_1), acc_4);
                            acc_5 = Vector512.FusedMultiplyAdd(Vector512.Create<float>(a_at_5[(nint)k]), Lanes16.MaskLoad(b_at_5, mask_1), acc_5);
                            a_at_5 += 1;
                            b_at_5 += (nint)n;
                        }
                        Lanes16.MaskStore(y + ((((nint)gridY * (nint)n) * 2) + (nint)column), mask_1, acc_4);
                        Lanes16.MaskStore(y + (((((nint)gridY * (nint)n) * 2) + (nint)n) + (nint)column), mask_1, acc_5);
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
            var block_ = (RowsArguments<float>*)args;
            float* a = (float*)block_->a.Handle + block_->a.Offset;
            float* b = (float*)block_->b.Handle + block_->b.Offset;
            float* y = (float*)block_->y.Handle + block_->y.Offset;
            int k = block_->k;
            int n = block_->n;
            int gridDimX = range->DimX, gridDimY = range->DimY, gridDimZ = range->DimZ;
            int gridX = (int)(range->Start % gridDimX), gridY = (int)(range->Start / gridDimX % gridDimY);
            int gridZ = (int)(range->Start / gridDimX / gridDimY);
            for (long groups = range->End - range->Start; groups > 0; groups--)
            {
                int column = gridX * 8;
                if ((column + 7) < n)
                {
                    Vector256<float> acc_2 = Vector256<float>.Zero;
                    Vector256<float> acc_3 = Vector256<float>.Zero;
                    int split_2 = (System.Math.Max(k, 0) / 2) * 2;
                    float* a_at_2 = a + (((nint)gridY * (nint)k) * 2);
                    float* b_at_2 = b + ((nint)column);
                    for (int j_2 = 0; j_2 < split_2; j_2 += 2)
                    {
                        acc_2 = Vector256.FusedMultiplyAdd(Vector256.Create<float>(a_at_2[0]), Vector256.Load<float>(b_at_2), acc_2);
                        acc_3 = Vector256.FusedMultiplyAdd(Vector256.Create<float>(a_at_2[(nint)k]), Vector256.Load<float>(b_at_2), acc_3);
                        acc_2 = Vector256.FusedMultiplyAdd(Vector256.Create<float>(a_at_2[1]), Vector256.Load<float>(b_at_2 + (nint)n), acc_2);
                        acc_3 = Vector256.FusedMultiplyAdd(Vector256.Create<float>(a_at_2[(nint)k + 1]), Vector256.Load<float>(b_at_2 + (nint)n), acc_3);
                        a_at_2 += 2;
                        b_at_2 += (nint)n * 2;
                    }
                    float* a_at_3 = a + ((((nint)gridY * (nint)k) * 2) + (nint)split_2);
                    float* b_at_3 = b + ((nint)column + ((nint)n * (nint)split_2));
                    for (int j = split_2; j < k; j += 1)
                    {
                        acc_2 = Vector256.FusedMultiplyAdd(Vector256.Create<float>(a_at_3[0]), Vector256.Load<float>(b_at_3), acc_2);
                        acc_3 = Vector256.FusedMultiplyAdd(Vector256.Create<float>(a_at_3[(nint)k]), Vector256.Load<float>(b_at_3), acc_3);
                        a_at_3 += 1;
                        b_at_3 += (nint)n;
                    }
                    Vector256.Store(acc_2, y + ((((nint)gridY * (nint)n) * 2) + (nint)column));
                    Vector256.Store(acc_3, y + (((((nint)gridY * (nint)n) * 2) + (nint)n) + (nint)column));
                }
                else
                {
                    Vector256<int> mask_1 = Vector256.LessThan((Vector256.Create<int>(column)) + (Lanes8.Ids), Vector256.Create<int>(n)).AsInt32();
                    if (Lanes8.Any(mask_1))
                    {
                        Vector256<float> acc_4 = Vector256<float>.Zero;
                        Vector256<float> acc_5 = Vector256<float>.Zero;
                        int split_3 = (System.Math.Max(k, 0) / 2) * 2;
                        float* a_at_4 = a + (((nint)gridY * (nint)k) * 2);
                        float* b_at_4 = b + ((nint)column);
                        for (int j_3 = 0; j_3 < split_3; j_3 += 2)
                        {
                            acc_4 = Vector256.FusedMultiplyAdd(Vector256.Create<float>(a_at_4[0]), Lanes8.MaskLoad(b_at_4, mask_1), acc_4);
                            acc_5 = Vector256.FusedMultiplyAdd(Vector256.Create<float>(a_at_4[(nint)k]), Lanes8.MaskLoad(b_at_4, mask_1), acc_5);
                            acc_4 = Vector256.FusedMultiplyAdd(Vector256.Create<float>(a_at_4[1]), Lanes8.MaskLoad(b_at_4 + (nint)n, mask_1), acc_4);
                            acc_5 = Vector256.FusedMultiplyAdd(Vector256.Create<float>(a_at_4[(nint)k + 1]), Lanes8.MaskLoad(b_at_4 + (nint)n, mask_1), acc_5);
                            a_at_4 += 2;
                            b_at_4 += (nint)n * 2;
                        }
                        float* a_at_5 = a + ((((nint)gridY * (nint)k) * 2) + (nint)split_3);
                        float* b_at_5 = b + ((nint)column + ((nint)n * (nint)split_3));
                        for (int j_4 = split_3; j_4 < k; j_4 += 1)
                        {
                            acc_4 = Vector256.FusedMultiplyAdd(Vector256.Create<float>(a_at_5[0]), Lanes8.MaskLoad(b_at_5, mask_1), acc_4);
                            acc_5 = Vector256.FusedMultiplyAdd(Vector256.Create<float>(a_at_5[(nint)k]), Lanes8.MaskLoad(b_at_5, mask_1), acc_5);
                            a_at_5 += 1;
                            b_at_5 += (nint)n;
                        }
                        Lanes8.MaskStore(y + ((((nint)gridY * (nint)n) * 2) + (nint)column), mask_1, acc_4);
                        Lanes8.MaskStore(y + (((((nint)gridY * (nint)n) * 2) + (nint)n) + (nint)column), mask_1, acc_5);
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
            var block_ = (RowsArguments<float>*)args;
            float* a = (float*)block_->a.Handle + block_->a.Offset;
            float* b = (float*)block_->b.Handle + block_->b.Offset;
            float* y = (float*)block_->y.Handle + block_->y.Offset;
            int k = block_->k;
            int n = block_->n;
            int gridDimX = range->DimX, gridDimY = range->DimY, gridDimZ = range->DimZ;
            int gridX = (int)(range->Start % gridDimX), gridY = (int)(range->Start / gridDimX % gridDimY);
            int gridZ = (int)(range->Start / gridDimX / gridDimY);
            for (long groups = range->End - range->Start; groups > 0; groups--)
            {
                int column = gridX * 4;
                if ((column + 3) < n)
                {
                    Vector128<float> acc_2 = Vector128<float>.Zero;
                    Vector128<float> acc_3 = Vector128<float>.Zero;
                    float* a_at_2 = a + (((nint)gridY * (nint)k) * 2);
                    float* b_at_2 = b + ((nint)column);
                    for (int j = 0; j < k; j += 1)
                    {
                        acc_2 = Vector128.FusedMultiplyAdd(Vector128.Create<float>(a_at_2[0]), Vector128.Load<float>(b_at_2), acc_2);
                        acc_3 = Vector128.FusedMultiplyAdd(Vector128.Create<float>(a_at_2[(nint)k]), Vector128.Load<float>(b_at_2), acc_3);
                        a_at_2 += 1;
                        b_at_2 += (nint)n;
                    }
                    Vector128.Store(acc_2, y + ((((nint)gridY * (nint)n) * 2) + (nint)column));
                    Vector128.Store(acc_3, y + (((((nint)gridY * (nint)n) * 2) + (nint)n) + (nint)column));
                }
                else
                {
                    Vector128<int> mask_1 = Vector128.LessThan((Vector128.Create<int>(column)) + (Lanes4.Ids), Vector128.Create<int>(n)).AsInt32();
                    if (Lanes4.Any(mask_1))
                    {
                        Vector128<float> acc_4 = Vector128<float>.Zero;
                        Vector128<float> acc_5 = Vector128<float>.Zero;
                        float* a_at_3 = a + (((nint)gridY * (nint)k) * 2);
                        float* b_at_3 = b + ((nint)column);
                        for (int j_2 = 0; j_2 < k; j_2 += 1)
                        {
                            acc_4 = Vector128.FusedMultiplyAdd(Vector128.Create<float>(a_at_3[0]), Lanes4.MaskLoad(b_at_3, mask_1), acc_4);
                            acc_5 = Vector128.FusedMultiplyAdd(Vector128.Create<float>(a_at_3[(nint)k]), Lanes4.MaskLoad(b_at_3, mask_1), acc_5);
                            a_at_3 += 1;
                            b_at_3 += (nint)n;
                        }
                        Lanes4.MaskStore(y + ((((nint)gridY * (nint)n) * 2) + (nint)column), mask_1, acc_4);
                        Lanes4.MaskStore(y + (((((nint)gridY * (nint)n) * 2) + (nint)n) + (nint)column), mask_1, acc_5);
                    }
                }
                if (++gridX < gridDimX) continue;
                gridX = 0;
                if (++gridY < gridDimY) continue;
                gridY = 0;
                gridZ++;
            }
        }
