"""Runs a PyTorch module for Assay: one line of JSON for each request and each answer, tensors in mapped files.

Needs PyTorch 2.0 and the standard library, Python 3.9 or newer; nothing else.
"""
