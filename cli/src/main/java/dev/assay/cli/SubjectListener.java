package dev.assay.cli;

import dev.assay.core.run.StageListener;

/// Says which subject a line of progress is about. The comparison counts the units itself.
///
/// @param name `a` or `b`
record SubjectListener(String name, StageListener to) implements StageListener {
    private static final String COUNTED = "bench";

    @Override
    public void started(String stage, int units) {
        if (!stage.equals(COUNTED)) {
            to.started(stage, units);
        }
    }

    @Override
    public void working(String stage, String what) {
        to.working(stage, name + ": " + what);
    }

    @Override
    public void done(String stage, String what) {
        to.done(stage, name + ": " + what);
    }

    @Override
    public void finished(String stage) {
        if (!stage.equals(COUNTED)) {
            to.finished(stage);
        }
    }
}
