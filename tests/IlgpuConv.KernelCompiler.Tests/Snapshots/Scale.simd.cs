        internal static void Vectors16(byte* args, GroupRange* range)
        {
            if (range->Start >= range->End) return;
            var block_ = (ScaleArguments<float>*)args;
            float* x = (float*)block_->x.Handle + block_->x.Offset;
            float* y = (float*)block_->y.Handle + block_->y.Offset;
            float factor = block_->factor;
            int length = block_->length;
            int gridDimX = range->DimX, gridDimY = range->DimY, gridDimZ = range->DimZ;
            int gridX = (int)(range->Start % gridDimX), gridY = (int)(range->Start / gridDimX % gridDimY);
            int gridZ = (int)(range->Start / gridDimX / gridDimY);
            for (long groups = range->End - range->Start; groups > 0; groups--)
            {
                int i = gridX * 16;
                if ((i + 15) < length)
                {
                    Vector512.Store(Vector512.FusedMultiplyAdd(Vector512.Load<float>(x + (nint)i), Vector512.Create<float>(factor), Vector512.Create<float>(0.1f)), y + (nint)i);
                }
                else
                {
                    Vector512<int> mask_1 = Vector512.LessThan((Vector512.Create<int>(i)) + (Lanes16.Ids), Vector512.Create<int>(length)).AsInt32();
                    if (Lanes16.Any(mask_1))
                    {
                        Lanes16.MaskStore(y + (nint)i, mask_1, Vector512.FusedMultiplyAdd(Lanes16.MaskLoad(x + (nint)i, mask_1), Vector512.Create<float>(factor), Vector512.Create<float>(0.1f)));
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
            var block_ = (ScaleArguments<float>*)args;
            float* x = (float*)block_->x.Handle + block_->x.Offset;
            float* y = (float*)block_->y.Handle + block_->y.Offset;
            float factor = block_->factor;
            int length = block_->length;
            int gridDimX = range->DimX, gridDimY = range->DimY, gridDimZ = range->DimZ;
            int gridX = (int)(range->Start % gridDimX), gridY = (int)(range->Start / gridDimX % gridDimY);
            int gridZ = (int)(range->Start / gridDimX / gridDimY);
            for (long groups = range->End - range->Start; groups > 0; groups--)
            {
                int i = gridX * 8;
                if ((i + 7) < length)
                {
                    Vector256.Store(Vector256.FusedMultiplyAdd(Vector256.Load<float>(x + (nint)i), Vector256.Create<float>(factor), Vector256.Create<float>(0.1f)), y + (nint)i);
                }
                else
                {
                    Vector256<int> mask_1 = Vector256.LessThan((Vector256.Create<int>(i)) + (Lanes8.Ids), Vector256.Create<int>(length)).AsInt32();
                    if (Lanes8.Any(mask_1))
                    {
                        Lanes8.MaskStore(y + (nint)i, mask_1, Vector256.FusedMultiplyAdd(Lanes8.MaskLoad(x + (nint)i, mask_1), Vector256.Create<float>(factor), Vector256.Create<float>(0.1f)));
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
            var block_ = (ScaleArguments<float>*)args;
            float* x = (float*)block_->x.Handle + block_->x.Offset;
            float* y = (float*)block_->y.Handle + block_->y.Offset;
            float factor = block_->factor;
            int length = block_->length;
            int gridDimX = range->DimX, gridDimY = range->DimY, gridDimZ = range->DimZ;
            int gridX = (int)(range->Start % gridDimX), gridY = (int)(range->Start / gridDimX % gridDimY);
            int gridZ = (int)(range->Start / gridDimX / gridDimY);
            for (long groups = range->End - range->Start; groups > 0; groups--)
            {
                int i = gridX * 4;
                if ((i + 3) < length)
                {
                    Vector128.Store(Vector128.FusedMultiplyAdd(Vector128.Load<float>(x + (nint)i), Vector128.Create<float>(factor), Vector128.Create<float>(0.1f)), y + (nint)i);
                }
                else
                {
                    Vector128<int> mask_1 = Vector128.LessThan((Vector128.Create<int>(i)) + (Lanes4.Ids), Vector128.Create<int>(length)).AsInt32();
                    if (Lanes4.Any(mask_1))
                    {
                        Lanes4.MaskStore(y + (nint)i, mask_1, Vector128.FusedMultiplyAdd(Lanes4.MaskLoad(x + (nint)i, mask_1), Vector128.Create<float>(factor), Vector128.Create<float>(0.1f)));
                    }
                }
                if (++gridX < gridDimX) continue;
                gridX = 0;
                if (++gridY < gridDimY) continue;
                gridY = 0;
                gridZ++;
            }
        }
