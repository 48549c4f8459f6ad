package dev.assay.core.stats.exact;

import java.util.Arrays;

/// What a {@link Probe} has found. Belongs to one thread.
sealed interface Findings {
    /// @param count how many of the values are looked at
    void add(double[] values, int count);

    /// @param other findings of an equal probe
    void merge(Findings other);

    /// The values themselves, up to the probe's limit.
    final class Gathered implements Findings {
        private static final int FIRST_CAPACITY = 1024;

        private final Probe probe;
        private double[] values = new double[0];
        private int size;
        private boolean overflowed;

        Gathered(Probe probe) {
            this.probe = probe;
        }

        @Override
        public void add(double[] candidates, int count) {
            if (overflowed) {
                return;
            }
            reserve(count);
            size = append(candidates, count, probe, values, size);
            checkLimit();
        }

        /// Without a branch on the value, which could not be predicted.
        private static int append(
                double[] candidates, int count, Probe probe, double[] values, int size) {
            long lowest = probe.lowest();
            long highest = probe.highest();
            int end = size;
            for (int i = 0; i < count; i++) {
                long bits = Double.doubleToRawLongBits(candidates[i]);
                values[end] = candidates[i];
                // One of the differences is negative where the bits lie outside; none can overflow.
                end += 1 - (int) ((bits - lowest | highest - bits) >>> 63);
            }
            return end;
        }

        @Override
        public void merge(Findings other) {
            Gathered gathered = (Gathered) other;
            overflowed |= gathered.overflowed;
            if (!overflowed) {
                reserve(gathered.size);
                System.arraycopy(gathered.values, 0, values, size, gathered.size);
                size += gathered.size;
            }
            checkLimit();
        }

        private void reserve(int more) {
            if (size + more > values.length) {
                int capacity = Math.max(FIRST_CAPACITY, size + Math.max(more, size / 2));
                values = Arrays.copyOf(values, capacity);
            }
        }

        private void checkLimit() {
            if (overflowed || size > probe.limit()) {
                overflowed = true;
                values = new double[0];
                size = 0;
            }
        }

        Probe probe() {
            return probe;
        }

        boolean complete() {
            return !overflowed;
        }

        /// The values within bounds, in no order.
        double[] between(long lowest, long highest) {
            double[] found = new double[size];
            int count = 0;
            for (int i = 0; i < size; i++) {
                long bits = Double.doubleToRawLongBits(values[i]);
                found[count] = values[i];
                count += bits >= lowest && bits <= highest ? 1 : 0;
            }
            return Arrays.copyOf(found, count);
        }
    }

    /// How many values lie in each of up to 4096 parts of the interval, and which parts hold the
    /// same value again and again: errors of quantised outputs do.
    final class Counted implements Findings {
        private static final int PARTS_BITS = 12;

        private final Probe probe;
        private final int shift;
        private final long[] counts;
        private final long[] first;
        private final long[] differences;

        Counted(Probe probe) {
            this.probe = probe;
            long span = probe.highest() - probe.lowest();
            shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(span) - PARTS_BITS);
            int parts = (int) (span >>> shift) + 1;
            counts = new long[parts];
            first = new long[parts];
            differences = new long[parts];
        }

        @Override
        public void add(double[] values, int count) {
            for (int i = 0; i < count; i++) {
                long bits = Double.doubleToRawLongBits(values[i]);
                if (probe.contains(bits)) {
                    add((int) ((bits - probe.lowest()) >>> shift), 1, bits, 0);
                }
            }
        }

        @Override
        public void merge(Findings other) {
            Counted counted = (Counted) other;
            for (int i = 0; i < counts.length; i++) {
                if (counted.counts[i] > 0) {
                    add(i, counted.counts[i], counted.first[i], counted.differences[i]);
                }
            }
        }

        private void add(int part, long count, long bits, long difference) {
            if (counts[part] == 0) {
                first[part] = bits;
            }
            counts[part] += count;
            differences[part] |= difference | (bits ^ first[part]);
        }

        int parts() {
            return counts.length;
        }

        long count(int part) {
            return counts[part];
        }

        /// Whether all values of a part that holds any are the same, {@link #value}.
        boolean single(int part) {
            return differences[part] == 0;
        }

        double value(int part) {
            return Double.longBitsToDouble(first[part]);
        }

        long lowest(int part) {
            return probe.lowest() + ((long) part << shift);
        }

        long highest(int part) {
            return Math.min(probe.highest(), lowest(part) + (1L << shift) - 1);
        }
    }
}
