package dev.cyanotype.deployment;

import dev.cyanotype.deployment.DestructionParameters.Asked;
import dev.cyanotype.security.Caller;
import dev.cyanotype.streaming.Fault;
import dev.cyanotype.streaming.LiveStream;
import dev.cyanotype.streaming.LiveStreams;
import dev.cyanotype.streaming.SseStreams;
import dev.cyanotype.streaming.StreamEvent;
import dev.cyanotype.streaming.StreamEvent.Outcome;
import io.smallrye.mutiny.Multi;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/// How requests for deployments are answered: with what there is to poll, or with its events.
@ApplicationScoped
public class DeploymentAnswers {

  private static final String LOCATION = "/api/v1/deployments/";

  private final Deployments deployments;
  private final LiveStreams live;
  private final SseStreams sse;

  DeploymentAnswers(Deployments deployments, LiveStreams live, SseStreams sse) {
    this.deployments = deployments;
    this.live = live;
    this.sse = sse;
  }

  /// Refuses a request whose `Accept` has neither of the two types, before anything is done for it:
  /// where a path has two methods the server finds out only when it writes the answer.
  ///
  /// @throws NotAcceptableException where it has neither
  static void checkAcceptable(HttpHeaders headers) {
    if (headers.getAcceptableMediaTypes().stream().noneMatch(DeploymentAnswers::isOffered)) {
      throw new NotAcceptableException();
    }
  }

  private static boolean isOffered(MediaType accepted) {
    return accepted.isCompatible(MediaType.APPLICATION_JSON_TYPE)
        || accepted.isCompatible(MediaType.SERVER_SENT_EVENTS_TYPE);
  }

  /// With what there is to poll, or with the plan where nothing is to be done.
  RestResponse<Object> once(
      Asked asked, Function<Order, Plan> plan, Function<Order, DeploymentReport> begin) {
    return asked.isDryRun()
        ? RestResponse.ok(plan.apply(asked.order()))
        : accepted(begin.apply(asked.order()));
  }

  /// The same as events.
  Multi<OutboundSseEvent> streamed(
      String operation,
      Asked asked,
      Function<Order, Plan> plan,
      Function<Order, DeploymentReport> begin) {
    return asked.isDryRun()
        ? planned(asked.request(), () -> plan.apply(asked.order()))
        : followed(asked.request(), operation, () -> begin.apply(asked.order()));
  }

  RestResponse<Object> accepted(DeploymentReport deployment) {
    return ResponseBuilder.create(RestResponse.Status.ACCEPTED, (Object) deployment)
        .header(HttpHeaders.LOCATION, LOCATION + deployment.id())
        .build();
  }

  /// Begins a deployment, and follows it. Nothing is begun where there is no place for a stream.
  Multi<OutboundSseEvent> followed(
      RoutingContext request, String operation, Supplier<DeploymentReport> begin) {
    return sse.answer(request, () -> opened(request, operation, begin));
  }

  private LiveStream opened(
      RoutingContext request, String operation, Supplier<DeploymentReport> begin) {
    AtomicReference<String> id = new AtomicReference<>();
    LiveStream stream =
        live.open(
            Caller.of(request),
            operation,
            Multi.createFrom().deferred(() -> deployments.follow(id.get())),
            Fault::unexpected);
    try {
      id.set(begin.get().id());
    } catch (RuntimeException e) {
      stream.abandon();
      throw e;
    }
    request.response().putHeader(HttpHeaders.LOCATION, LOCATION + id.get());
    return stream;
  }

  /// Follows one that there is.
  Multi<OutboundSseEvent> followed(RoutingContext request, String deploymentId) {
    return sse.answer(
        request,
        () ->
            live.open(
                Caller.of(request),
                "deployment-events",
                deployments.follow(deploymentId),
                Fault::unexpected));
  }

  /// A dry run's plan as events.
  Multi<OutboundSseEvent> planned(RoutingContext request, Supplier<Plan> plan) {
    return sse.answer(
        request,
        () -> {
          Plan drawn = plan.get();
          return live.open(
              Caller.of(request),
              "plan",
              Multi.createFrom()
                  .items(new StreamEvent.PlanReady(drawn), new StreamEvent.Done(Outcome.COMPLETE)),
              Fault::unexpected);
        });
  }
}
