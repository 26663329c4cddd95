package dev.cyanotype.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cyanotype.streaming.StreamEvent;
import dev.cyanotype.streaming.StreamEvent.Outcome;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Tells of deployments what was journaled of them, from the start, and what follows until they end
/// or are interrupted. Each listener has a virtual thread, which waits most of the time.
@ApplicationScoped
public class Following {

  /// For what other instances journal.
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final Journal journal;
  private final Signals signals;
  private final ObjectMapper mapper;

  Following(Journal journal, Signals signals, ObjectMapper mapper) {
    this.journal = journal;
    this.signals = signals;
    this.mapper = mapper;
  }

  Multi<StreamEvent> follow(String id) {
    return Multi.createFrom()
        .emitter(
            emitter -> {
              Thread thread =
                  Thread.ofVirtual().name("deployment-events").unstarted(() -> tell(id, emitter));
              emitter.onTermination(thread::interrupt);
              thread.start();
            });
  }

  private void tell(String id, MultiEmitter<? super StreamEvent> emitter) {
    try {
      tellAll(id, emitter);
      emitter.complete();
    } catch (InterruptedException _) {
      emitter.complete(); // nobody listens any longer
    } catch (RuntimeException e) {
      emitter.fail(e);
    }
  }

  private void tellAll(String id, MultiEmitter<? super StreamEvent> emitter)
      throws InterruptedException {
    int told = 0;
    while (!emitter.isCancelled()) {
      long seen = signals.count();
      Optional<Deployment> found = journal.find(id);
      if (found.isEmpty()) {
        emitter.emit(new StreamEvent.Failed("This deployment is no longer kept."));
        emitter.emit(new StreamEvent.Done(Outcome.ERROR));
        return;
      }
      Deployment deployment = found.get();
      List<EventTable.Event> events = journal.events(id, told);
      for (EventTable.Event event : events) {
        emitter.emit(read(event));
        told = event.number();
      }
      if (!events.isEmpty()) {
        continue;
      }
      if (deployment.status().isEnded() || deployment.status() == Status.INTERRUPTED) {
        conclude(deployment).forEach(emitter::emit);
        return;
      }
      if (signals.isClosed()) {
        emitter.emit(
            new StreamEvent.Failed("The service is shutting down." + DeploymentRun.GOES_ON));
        emitter.emit(new StreamEvent.Done(Outcome.ERROR));
        return;
      }
      signals.await(seen, LOOK_AGAIN);
    }
  }

  private List<StreamEvent> conclude(Deployment deployment) {
    StreamEvent report =
        new StreamEvent.DeploymentReady(
            DeploymentReport.of(deployment, journal.steps(deployment.id())));
    return switch (deployment.status()) {
      case SUCCEEDED -> List.of(report, new StreamEvent.Done(Outcome.COMPLETE));
      case CANCELLED_KEPT, CANCELLED_ROLLED_BACK ->
          List.of(report, new StreamEvent.Done(Outcome.CANCELLED));
      case FAILED_KEPT, FAILED_ROLLED_BACK, ROLLBACK_FAILED ->
          List.of(report, failed(deployment, ""), new StreamEvent.Done(Outcome.ERROR));
      case INTERRUPTED, RUNNING, ROLLING_BACK ->
          List.of(
              report,
              failed(deployment, DeploymentRun.GOES_ON),
              new StreamEvent.Done(Outcome.ERROR));
    };
  }

  private static StreamEvent failed(Deployment deployment, String more) {
    return new StreamEvent.Failed(deployment.error().orElse("It was interrupted.") + more);
  }

  private StreamEvent read(EventTable.Event event) {
    JsonNode data = json(event.data());
    return switch (event.type()) {
      case "plan" -> new StreamEvent.PlanReady(data);
      case "resource" -> new StreamEvent.ResourceReady(data);
      case "status" -> new StreamEvent.Status(data.asText());
      default -> throw new IllegalStateException("no event of a deployment is " + event.type());
    };
  }

  private JsonNode json(String data) {
    try {
      return mapper.readTree(data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
