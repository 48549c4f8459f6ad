# Assay in a container with NVIDIA's TensorRT 10.6:
#
#   docker build -t assay .
#   docker run --rm --gpus all -v "$PWD:/work" assay quick model.onnx --fp16
#
# Stored speeds are compared within one image alone if each run is told which it is in:
#   -e ASSAY_CONTAINER="$(docker inspect --format '{{.Id}}' assay)"
#
# The first stage builds the release archive from this source and unpacks it; the second has no JDK or Maven, and the archive
# is in none of its layers.
# A container of another line of TensorRT, by --build-arg, works as well: Assay takes the container's TensorRT where it has bindings
# of it (10.6 and newer, 11.2 and newer), and else its own 10.6.
ARG TENSORRT=nvcr.io/nvidia/tensorrt:24.11-py3

FROM maven:3.9-eclipse-temurin-25 AS build
COPY . /src
WORKDIR /src
RUN ./run-all.sh --gpu release --engines tensorrt-onnx,onnxruntime-cpu --out /assay.tar.gz && \
    mkdir /opt/assay && tar -xzf /assay.tar.gz -C /opt/assay --strip-components=1

FROM ${TENSORRT}
COPY --from=build /opt/assay /opt/assay
# Runs and the cache of engines outlive the container where /work is mounted.
ENV XDG_CACHE_HOME=/work/.cache
WORKDIR /work
ENTRYPOINT ["/opt/assay/run-all.sh"]
