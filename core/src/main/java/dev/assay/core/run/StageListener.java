package dev.assay.core.run;

/// Hears how a stage gets on, from any thread; shows it, decides nothing.
public interface StageListener {
    /// @param units of work that the stage still has to do
    void started(String stage, int units);

    /// What the stage is doing now.
    void working(String stage, String what);

    /// One unit of work is over.
    void done(String stage, String what);

    void finished(String stage);
}
