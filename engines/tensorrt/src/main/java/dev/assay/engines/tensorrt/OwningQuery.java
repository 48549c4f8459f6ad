package dev.assay.engines.tensorrt;

import dev.assay.core.tensor.TensorData;
import dev.assay.engines.Query;
import java.util.List;

/// A query that closes its execution context after itself.
record OwningQuery(Query query, Runnable release) implements Query {
    @Override
    public void run() {
        query.run();
    }

    @Override
    public List<TensorData> outputs() {
        return query.outputs();
    }

    @Override
    public void close() {
        query.close();
        release.run();
    }
}
