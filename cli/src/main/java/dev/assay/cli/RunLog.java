package dev.assay.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import dev.assay.core.run.StageListener;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what happens in a run to its `log.txt`, and passes progress on to the console.
final class RunLog implements StageListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("assay");

    private final FileAppender<ILoggingEvent> appender = new FileAppender<>();
    private final StageListener console;

    RunLog(Path file, StageListener console) {
        this.console = console;
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            PatternLayoutEncoder encoder = new PatternLayoutEncoder();
            encoder.setContext(context);
            encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5level %msg%n%ex");
            encoder.start();
            appender.setContext(context);
            appender.setFile(file.toString());
            appender.setEncoder(encoder);
            appender.start();
            context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        }
    }

    void info(String message) {
        LOG.info(message);
    }

    @Override
    public void started(String stage, int units) {
        LOG.info("{}: started, {} to do", stage, units);
        console.started(stage, units);
    }

    @Override
    public void working(String stage, String what) {
        LOG.debug("{}: {}", stage, what);
        console.working(stage, what);
    }

    @Override
    public void done(String stage, String what) {
        LOG.info("{}: {}", stage, what);
        console.done(stage, what);
    }

    @Override
    public void finished(String stage) {
        LOG.info("{}: finished", stage);
        console.finished(stage);
    }

    @Override
    public void close() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(appender);
        }
        appender.stop();
    }
}
