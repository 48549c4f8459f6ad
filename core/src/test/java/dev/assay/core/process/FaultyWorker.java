package dev.assay.core.process;

import dev.assay.core.AssayException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// A child JVM that ends as its job says.
final class FaultyWorker {
    enum Ending {
        ANSWER,
        REFUSE,
        BREAK,
        RUN_OUT_OF_MEMORY,
        EXIT,
        CRASH,
        HANG
    }

    record Job(Ending ending, String text) {}

    record Answer(String text, Optional<String> variable) {}

    private FaultyWorker() {}

    public static void main(String[] args) throws IOException {
        Worker.main(args, Job.class, FaultyWorker::work);
    }

    private static Answer work(Job job) {
        return switch (job.ending()) {
            case ANSWER ->
                    new Answer(
                            job.text(), Optional.ofNullable(System.getenv("ASSAY_TEST_VARIABLE")));
            case REFUSE -> throw AssayException.data(job.text());
            case BREAK -> throw new IllegalStateException(job.text());
            case RUN_OUT_OF_MEMORY -> throw new OutOfMemoryError(job.text());
            case EXIT -> {
                System.out.println(job.text());
                Runtime.getRuntime().halt(7);
                throw new AssertionError();
            }
            case CRASH -> throw new AssertionError(readUnmappedMemory());
            case HANG -> throw new AssertionError(waitForever());
        };
    }

    @SuppressWarnings("restricted")
    private static int readUnmappedMemory() {
        return MemorySegment.ofAddress(64).reinterpret(4).get(ValueLayout.JAVA_INT, 0);
    }

    private static boolean waitForever() {
        try {
            new CountDownLatch(1).await();
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
