package dev.assay.accuracy.coco.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// The bytes of a file from one place to another.
final class FileRange extends InputStream {
    private final FileChannel channel;
    private final long end;
    private long at;

    /// @param end where the first byte is that does not belong to it
    FileRange(Path file, long start, long end) throws IOException {
        this.channel = FileChannel.open(file);
        this.at = start;
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (at >= end) {
            return -1;
        }
        int wanted = (int) Math.min(length, end - at);
        int read = channel.read(ByteBuffer.wrap(bytes, offset, wanted), at);
        if (read < 0) {
            throw new IOException("the file became shorter while it was read");
        }
        at += read;
        return read;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
