package dev.cyanotype.conversation;

import dev.cyanotype.llm.LlmException;
import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.problem.ProblemMapper;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// A model's failure in a call that is answered in one piece.
public class LlmProblems {

  private static final Logger LOG = Logger.getLogger(LlmProblems.class);

  private final ProblemMapper problems;

  LlmProblems(ProblemMapper problems) {
    this.problems = problems;
  }

  @ServerExceptionMapper
  public Response failed(LlmException e, HttpHeaders headers) {
    LOG.warnf("A call ended with an error: %s", e.getMessage());
    ProblemException problem =
        switch (e.kind()) {
          case TIMEOUT -> ProblemException.gatewayTimeout(e.getMessage());
          case UNREACHABLE, REFUSED, UNAVAILABLE, BROKEN ->
              ProblemException.badGateway(e.getMessage());
        };
    return problems.problem(problem, headers);
  }
}
