        internal static void Vectors8(byte* args, GroupRange* range)
        {
            if (range->Start >= range->End) return;
            var block_ = (BytesArguments*)args;
            byte* x = (byte*)block_->x.Handle + block_->x.Offset;
            long* y = (long*)block_->y.Handle + block_->y.Offset;
            int* count = (int*)block_->count.Handle + block_->count.Offset;
            long first = block_->first;
            int gridDimX = range->DimX, gridDimY = range->DimY, gridDimZ = range->DimZ;
            int gridX = (int)(range->Start % gridDimX), gridY = (int)(range->Start / gridDimX % gridDimY);
            int gridZ = (int)(range->Start / gridDimX / gridDimY);
            for (long groups = range->End - range->Start; groups > 0; groups--)
            {
                int i = gridX * 8;
                Vector512.Store((Lanes8.ToInt64(Lanes8.LoadByte(x + (nint)i))) + (Vector512.Create<long>(first)), y + (nint)i);
                Lanes8.AtomicAdd(count, (Lanes8.LoadByte(x + (nint)i)) & (Vector256.Create<int>(7)), Vector256<int>.AllBitsSet, Vector256.Create<int>(1));
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
            var block_ = (BytesArguments*)args;
            byte* x = (byte*)block_->x.Handle + block_->x.Offset;
            long* y = (long*)block_->y.Handle + block_->y.Offset;
            int* count = (int*)block_->count.Handle + block_->count.Offset;
            long first = block_->first;
            int gridDimX = range->DimX, gridDimY = range->DimY, gridDimZ = range->DimZ;
            int gridX = (int)(range->Start % gridDimX), gridY = (int)(range->Start / gridDimX % gridDimY);
            int gridZ = (int)(range->Start / gridDimX / gridDimY);
            for (long groups = range->End - range->Start; groups > 0; groups--)
            {
                int i = gridX * 4;
                Vector256.Store((Lanes4.ToInt64(Lanes4.LoadByte(x + (nint)i))) + (Vector256.Create<long>(first)), y + (nint)i);
                Lanes4.AtomicAdd(count, (Lanes4.LoadByte(x + (nint)i)) & (Vector128.Create<int>(7)), Vector128<int>.AllBitsSet, Vector128.Create<int>(1));
                if (++gridX < gridDimX) continue;
                gridX = 0;
                if (++gridY < gridDimY) continue;
                gridY = 0;
                gridZ++;
            }
        }
