"""What a file of stored outputs says about its inputs, so that nobody compares with outputs of other ones."""

import hashlib

import torch


def of_inputs(tensors: dict[str, torch.Tensor]) -> dict[str, str]:
    """Metadata for a safetensors file: the SHA-256 of each input's elements, all rows, as they lie in the file."""
    return {
        f"assay.input-sha256.{name}": hashlib.sha256(tensor.contiguous().numpy().tobytes()).hexdigest()
        for name, tensor in tensors.items()
    }
