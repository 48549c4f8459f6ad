# Sets ASSAY_TENSORRT_HEADERS to the folders of TensorRT's headers, or to nothing. The headers are never committed: they
# come from a given folder, from the system, or, where that is allowed, from NVIDIA's repository.
set(ASSAY_TENSORRT_HEADERS "")
if(TENSORRT_INCLUDE_DIR)
    if(NOT EXISTS "${TENSORRT_INCLUDE_DIR}/NvInfer.h")
        message(FATAL_ERROR "TENSORRT_INCLUDE_DIR=${TENSORRT_INCLUDE_DIR} has no NvInfer.h")
    endif()
    set(ASSAY_TENSORRT_HEADERS "${TENSORRT_INCLUDE_DIR}")
else()
    find_path(ASSAY_NVINFER NvInfer.h PATHS /usr/local/tensorrt/include /opt/tensorrt/include
              PATH_SUFFIXES x86_64-linux-gnu aarch64-linux-gnu)
    if(ASSAY_NVINFER)
        set(ASSAY_TENSORRT_HEADERS "${ASSAY_NVINFER}")
    elseif(ASSAY_FETCH_TENSORRT)
        include(FetchContent)
        # The oldest line that Assay supports: a library built with its headers also loads in later ones.
        FetchContent_Declare(tensorrt GIT_REPOSITORY https://github.com/NVIDIA/TensorRT.git GIT_TAG v10.6.0
                             GIT_SHALLOW TRUE GIT_SUBMODULES "" SOURCE_SUBDIR include)
        FetchContent_MakeAvailable(tensorrt)
        set(ASSAY_TENSORRT_HEADERS "${tensorrt_SOURCE_DIR}/include")
    endif()
endif()
