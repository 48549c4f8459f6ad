# Sourced by run-all.sh: what a build for a GPU needs to know before it starts.

# Sizes in MiB: the archives of TensorRT, CUDA, ONNX Runtime and LibTorch on Maven Central, all else
# that a first build downloads, and what is unpacked into dist/lib/native.
ASSAY_TENSORRT_MIB=1040
ASSAY_CUDA_MIB=1940
ASSAY_ONNXRUNTIME_MIB=530
ASSAY_PYTORCH_MIB=480
ASSAY_REST_MIB=310
ASSAY_NATIVES_MIB=5670

# Succeeds where TensorRT can be expected to find a driver.
assay_gpu_works() {
    [ "$(uname -sm)" = "Linux x86_64" ] || return 1
    if command -v nvidia-smi >/dev/null &&
        timeout 30 nvidia-smi -L 2>/dev/null | grep -q '^GPU '; then
        return 0
    fi
    # Containers are often given the driver without its tools.
    [ -r /proc/driver/nvidia/version ] && assay_finds_libcuda
}

assay_finds_libcuda() {
    local folder
    local -a folders
    IFS=: read -ra folders <<<"${LD_LIBRARY_PATH:-}"
    for folder in "${folders[@]}" /usr/local/nvidia/lib64 /usr/lib/x86_64-linux-gnu /usr/lib64; do
        if [ -n "$folder" ] && [ -e "$folder/libcuda.so.1" ]; then
            return 0
        fi
    done
    { ldconfig -p || /sbin/ldconfig -p; } 2>/dev/null | grep -q 'libcuda\.so\.1 '
}

# A property of the parent pom, e.g. cuda.version.
assay_pom_property() {
    local value javacpp
    value=$(sed -n "s:.*<$2>\(.*\)</$2>.*:\1:p" "$1/pom.xml" | head -n 1)
    javacpp=$(sed -n 's:.*<javacpp.version>\(.*\)</javacpp.version>.*:\1:p' "$1/pom.xml" | head -n 1)
    printf '%s\n' "${value//'${javacpp.version}'/$javacpp}"
}

# Where Maven keeps what it downloads.
assay_maven_repository() {
    local said
    said=$(printf '%s\n' "${MAVEN_OPTS:-} ${MAVEN_ARGS:-}" |
        sed -n 's/.*-Dmaven\.repo\.local=\([^ ]*\).*/\1/p')
    if [ -z "$said" ] && [ -f "${HOME:-}/.m2/settings.xml" ]; then
        said=$(sed -n 's:.*<localRepository>\(.*\)</localRepository>.*:\1:p' "$HOME/.m2/settings.xml" |
            head -n 1)
        said=${said//'${user.home}'/$HOME}
    fi
    printf '%s\n' "${said:-${HOME:-}/.m2/repository}"
}

# Free MiB and device of the disk on which a folder lies or would be made.
assay_disk() {
    local folder=$1
    while [ ! -d "$folder" ]; do
        folder=$(dirname "$folder")
    done
    df -Pm "$folder" | awk 'NR == 2 { print $4, $1 }'
}

# Whether the native libraries of the pom's versions are unpacked, as far as a build got with it.
assay_natives_are_current() {
    [ "$(cat "$1/dist/lib/native/.versions" 2>/dev/null)" = "$(assay_native_versions "$1")" ]
}

assay_native_versions() {
    echo "$(assay_pom_property "$1" tensorrt.version) $(assay_pom_property "$1" cuda.version)" \
        "$(assay_pom_property "$1" onnxruntime.version) $(assay_pom_property "$1" pytorch.version)"
}

# Makes a new folder for the native libraries unless the old ones are of the same versions.
assay_prepare_natives() {
    local natives="$1/dist/lib/native"
    if ! assay_natives_are_current "$1"; then
        rm -rf "$natives"
        mkdir -p "$natives"
        assay_native_versions "$1" >"$natives/.versions"
    fi
}

assay_gib() {
    awk -v mib="$1" 'BEGIN { printf "%.1f GiB", mib / 1024 }'
}

# Says what a build for a GPU downloads and writes; fails where the disks cannot hold it.
assay_announce_gpu_build() {
    local repository bytedeco download unpack=0 repository_free repository_disk dist_free dist_disk
    repository=$(assay_maven_repository)
    bytedeco="$repository/org/bytedeco"
    download=$ASSAY_REST_MIB
    # JMH is here: so is the rest of an earlier build.
    [ ! -d "$repository/org/openjdk/jmh" ] || download=0
    assay_has_redist "$bytedeco" tensorrt "$1" || download=$((download + ASSAY_TENSORRT_MIB))
    assay_has_redist "$bytedeco" cuda "$1" || download=$((download + ASSAY_CUDA_MIB))
    assay_has_pytorch "$bytedeco" "$1" || download=$((download + ASSAY_PYTORCH_MIB))
    assay_has_onnxruntime "$repository" "$1" || download=$((download + ASSAY_ONNXRUNTIME_MIB))
    assay_natives_are_current "$1" && assay_has_natives "$1/dist/lib/native" ||
        unpack=$ASSAY_NATIVES_MIB
    read -r repository_free repository_disk < <(assay_disk "$repository")
    read -r dist_free dist_disk < <(assay_disk "$1/dist")
    echo "Building Assay for NVIDIA GPUs ..." >&2
    if [ "$download" -gt 0 ] || [ "$unpack" -gt 0 ]; then
        echo "  with TensorRT $(assay_pom_property "$1" tensorrt.version) and CUDA" \
            "$(assay_pom_property "$1" cuda.version), under NVIDIA's licences, ONNX Runtime" \
            "$(assay_pom_property "$1" onnxruntime.version) and LibTorch" \
            "$(assay_pom_property "$1" pytorch.version)" >&2
        echo "  download  $(assay_gib "$download") into $repository" \
            "($(assay_gib "$repository_free") free)" >&2
        echo "  unpack    $(assay_gib "$unpack") into $1/dist ($(assay_gib "$dist_free") free)" >&2
    fi
    if [ "$repository_disk" = "$dist_disk" ]; then
        dist_free=$((dist_free - download))
    fi
    if [ "$repository_free" -lt "$download" ] || [ "$dist_free" -lt "$unpack" ]; then
        echo "There is not enough space for that. Make room, or keep Maven's downloads elsewhere" >&2
        echo "(MAVEN_OPTS=-Dmaven.repo.local=DIR), or build without the GPU's libraries:" >&2
        echo "./run-all.sh --cpu" >&2
        return 1
    fi
}

assay_has_redist() {
    local version
    version=$(assay_pom_property "$3" "$2.version")
    [ -s "$1/$2/$version/$2-$version-linux-x86_64-redist.jar" ]
}

assay_has_onnxruntime() {
    local version
    version=$(assay_pom_property "$2" onnxruntime.version)
    [ -s "$1/com/microsoft/onnxruntime/onnxruntime_gpu/$version/onnxruntime_gpu-$version.jar" ]
}

assay_has_pytorch() {
    local version
    version=$(assay_pom_property "$2" pytorch.version)
    [ -s "$1/pytorch/$version/pytorch-$version-linux-x86_64-gpu.jar" ]
}

assay_has_natives() {
    [ -e "$1/tensorrt/libnvinfer.so.10" ] && [ -e "$1/onnxruntime/libonnxruntime.so" ] &&
        [ -e "$1/pytorch/libtorch_cuda.so" ]
}
