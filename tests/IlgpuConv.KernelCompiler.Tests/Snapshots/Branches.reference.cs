        internal static void Scalar(byte* args, ReferenceLane lane_)
        {
            var block_ = (BranchesArguments<float>*)args;
            float* x = (float*)block_->x.Handle + block_->x.Offset;
            int* n = (int*)block_->n.Handle + block_->n.Offset;
            float* y = (float*)block_->y.Handle + block_->y.Offset;
            int length = block_->length;
            int i = (lane_.GridX * lane_.LaneCount) + lane_.Lane;
            if (i < length)
            {
                float sum = 0f;
                int k = 0;
                bool broke = false;
                bool go = k < (*ReferenceMemory.At(n, i, block_->n.Length, "n", lane_));
                while (go)
                {
                    if (k == 5)
                    {
                        broke = true;
                    }
                    else
                    {
                        sum = sum + (*ReferenceMemory.At(x, ((i * 7) + k) % length, block_->x.Length, "x", lane_));
                    }
                    go = false;
                    if (!broke)
                    {
                        k = k + 1;
                        go = k < (*ReferenceMemory.At(n, i, block_->n.Length, "n", lane_));
                    }
                }
                float value = 0f;
                if (sum > 0f)
                {
                    value = sum;
                }
                else
                {
                    value = System.MathF.Exp(sum);
                }
                (*ReferenceMemory.At(y, i, block_->y.Length, "y", lane_)) = value;
            }
        }
