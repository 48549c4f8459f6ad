#!/usr/bin/env bash
# Builds kernels, tests and bench with nvcc alone, and the plugin library too where TensorRT's headers are given:
#   ./build.sh OUT_FOLDER [ARCHITECTURE such as 90, else this machine's] [TENSORRT_INCLUDE_DIR]
set -euo pipefail
cd "$(dirname "$0")"
out=${1:?an output folder}
arch=${2:-$(nvidia-smi --query-gpu=compute_cap --format=csv,noheader | head -1 | tr -d .)}
headers=${3:-}
mkdir -p "$out"

flags=(-std=c++17 -O3 -lineinfo -I. -Xcompiler -fPIC,-fvisibility=hidden,-Wall,-Wextra
       -gencode "arch=compute_$arch,code=sm_$arch")
kernels=(layernorm/layer_norm.cu layernorm/stream.cu layernorm/tile.cu layernorm/pipe.cu layernorm/burst.cu layernorm/thread.cu
         masked-softmax/masked_softmax.cu masked-softmax/stream.cu masked-softmax/tile.cu masked-softmax/pipe.cu
         masked-softmax/burst.cu masked-softmax/thread.cu add-bias-transpose/add_bias_transpose.cu
         mask2pos/mask2pos.cu l2-normalize/l2_normalize.cu l2-normalize/cluster.cu gelu/gelu.cu window-attention/naive.cu
         window-attention/tiled.cu window-attention/tensor.cu window-attention/window_attention.cpp)
tests=(*/*_test.cpp testing/check.cpp testing/values.cpp)
bench=(bench/main.cpp bench/measure.cpp bench/subjects.cpp bench/copy.cu)
plugins=(plugin/fields.cpp plugin/log.cpp plugin/library.cpp */*_plugin.cpp)
contract=(plugin/contract_test.cpp plugin/contract_shapes_test.cpp)

object() { echo "$out/$(echo "$1" | tr / _).o"; }
objects() { for source in "$@"; do object "$source"; done; }
without_contract=()
for source in "${tests[@]}"; do [[ $source == plugin/* ]] || without_contract+=("$source"); done

sources=("${kernels[@]}" "${without_contract[@]}" "${bench[@]}")
if [[ -n $headers ]]; then
    sources+=("${plugins[@]}" "${contract[@]}")
    flags+=(-isystem "$headers")
fi
for source in "${sources[@]}"; do
    echo "$source $(object "$source")"
done | xargs -P "$(nproc)" -L 1 bash -c 'nvcc '"$(printf '%q ' "${flags[@]}")"' -c "$0" -o "$1" || exit 255'

# shellcheck disable=SC2046
nvcc -o "$out/assay_kernels_test" $(objects "${kernels[@]}" "${without_contract[@]}")
# shellcheck disable=SC2046
nvcc -o "$out/assay_kernels_bench" $(objects "${kernels[@]}" "${bench[@]}")
if [[ -n $headers ]]; then
    # shellcheck disable=SC2046
    nvcc -shared -o "$out/libassay_plugins.so" $(objects "${kernels[@]}" "${plugins[@]}")
    # shellcheck disable=SC2046
    nvcc -o "$out/assay_contract_test" $(objects "${contract[@]}" testing/check.cpp) -ldl
fi
echo "built into $out"
