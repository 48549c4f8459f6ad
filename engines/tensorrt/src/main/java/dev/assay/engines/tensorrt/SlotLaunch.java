package dev.assay.engines.tensorrt;

import dev.assay.engines.cuda.Launch;

/// Launches of one slot on an execution context that all slots share.
///
/// @param context whose memory it is set to; the same object for every slot
/// @param address sets the context to this slot's memory
/// @param enqueue TensorRT's enqueue and nothing else: this is what is timed
record SlotLaunch(Context context, int slot, Runnable address, Runnable enqueue)
        implements Launch.Bound {
    /// Which slot's memory a context uses now.
    static final class Context {
        private static final int NONE = -1;

        private int slot = NONE;
    }

    @Override
    public void prepare() {
        if (context.slot != slot) {
            // A failure half-way leaves addresses of both slots.
            context.slot = Context.NONE;
            address.run();
            context.slot = slot;
        }
    }

    @Override
    public void run() {
        enqueue.run();
    }
}
