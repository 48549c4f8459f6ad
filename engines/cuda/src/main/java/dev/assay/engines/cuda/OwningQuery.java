package dev.assay.engines.cuda;

import dev.assay.core.tensor.TensorData;
import dev.assay.engines.Query;
import java.util.List;

/// A query that closes what it ran in after itself.
public record OwningQuery(Query query, Runnable release) implements Query {
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
