        internal static void Vectors16(byte* args, GroupRange* range)
        {
            if (range->Start >= range->End) return;
            var block_ = (GroupSumArguments<float>*)args;
            float* x = (float*)block_->x.Handle + block_->x.Offset;
            float* y = (float*)block_->y.Handle + block_->y.Offset;
            int gridDimX = range->DimX, gridDimY = range->DimY, gridDimZ = range->DimZ;
            float* row = stackalloc float[32];
            int gridX = (int)(range->Start % gridDimX), gridY = (int)(range->Start / gridDimX % gridDimY);
            int gridZ = (int)(range->Start / gridDimX / gridDimY);
            for (long groups = range->End - range->Start; groups > 0; groups--)
            {
                Vector512.Store(Vector512.Load<float>(x + ((nint)gridX * 16)), row);
                float sum = 0f;
                for (int j = 0; j < 16; j += 1)
                {
                    sum = sum + row[(nint)j];
                }
                Vector512<int> mask_1 = Vector512.Equals(Lanes16.Ids, Vector512<int>.Zero).AsInt32();
                if (Lanes16.Any(mask_1))
                {
                    y[(nint)gridX] = sum;
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
            var block_ = (GroupSumArguments<float>*)args;
            float* x = (float*)block_->x.Handle + block_->x.Offset;
            float* y = (float*)block_->y.Handle + block_->y.Offset;
            int gridDimX = range->DimX, gridDimY = range->DimY, gridDimZ = range->DimZ;
            float* row = stackalloc float[32];
            int gridX = (int)(range->Start % gridDimX), gridY = (int)(range->Start / gridDimX % gridDimY);
            int gridZ = (int)(range->Start / gridDimX / gridDimY);
            for (long groups = range->End - range->Start; groups > 0; groups--)
            {
                Vector256.Store(Vector256.Load<float>(x + ((nint)gridX * 8)), row);
                float sum = 0f;
                for (int j = 0; j < 8; j += 1)
                {
                    sum = sum + row[(nint)j];
                }
                Vector256<int> mask_1 = Vector256.Equals(Lanes8.Ids, Vector256<int>.Zero).AsInt32();
                if (Lanes8.Any(mask_1))
                {
                    y[(nint)gridX] = sum;
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
            var block_ = (GroupSumArguments<float>*)args;
            float* x = (float*)block_->x.Handle + block_->x.Offset;
            float* y = (float*)block_->y.Handle + block_->y.Offset;
            int gridDimX = range->DimX, gridDimY = range->DimY, gridDimZ = range->DimZ;
            float* row = stackalloc float[32];
            int gridX = (int)(range->Start % gridDimX), gridY = (int)(range->Start / gridDimX % gridDimY);
            int gridZ = (int)(range->Start / gridDimX / gridDimY);
            for (long groups = range->End - range->Start; groups > 0; groups--)
            {
                Vector128.Store(Vector128.Load<float>(x + ((nint)gridX * 4)), row);
                float sum = 0f;
                for (int j = 0; j < 4; j += 1)
                {
                    sum = sum + row[(nint)j];
                }
                Vector128<int> mask_1 = Vector128.Equals(Lanes4.Ids, Vector128<int>.Zero).AsInt32();
                if (Lanes4.Any(mask_1))
                {
                    y[(nint)gridX] = sum;
                }
                if (++gridX < gridDimX) continue;
                gridX = 0;
                if (++gridY < gridDimY) continue;
                gridY = 0;
                gridZ++;
            }
        }
