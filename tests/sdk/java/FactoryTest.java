// Microsoft's azure-resourcemanager-datafactory, unmodified, over TLS.
//   java -cp 'lib/*' FactoryTest.java URL TOKEN
import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.management.AzureEnvironment;
import com.azure.core.management.exception.ManagementException;
import com.azure.core.management.profile.AzureProfile;
import com.azure.resourcemanager.datafactory.DataFactoryManager;
import com.azure.resourcemanager.datafactory.models.PipelineResource;
import com.azure.resourcemanager.datafactory.models.PipelineRun;
import com.azure.resourcemanager.datafactory.models.RunFilterParameters;
import com.azure.resourcemanager.datafactory.models.SelfHostedIntegrationRuntime;
import com.azure.resourcemanager.datafactory.models.WaitActivity;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

public class FactoryTest {
  static final String GROUP = "rg";
  static final String FACTORY = "fac-1";

  static void check(boolean holds, String what) {
    if (!holds) throw new AssertionError(what);
  }

  public static void main(String[] arguments) throws Exception {
    String url = arguments[0];
    String token = arguments[1];
    TokenCredential credential =
        request -> Mono.just(new AccessToken(token, OffsetDateTime.now().plusHours(1)));
    AzureEnvironment here = new AzureEnvironment(Map.of(
        "resourceManagerEndpointUrl", url + "/", "managementEndpointUrl", url + "/",
        "activeDirectoryEndpointUrl", url + "/"));
    DataFactoryManager adf = DataFactoryManager.authenticate(
        credential, new AzureProfile("t", "11111111-2222-3333-4444-555555555555", here));

    adf.factories().define(FACTORY).withRegion("west").withExistingResourceGroup(GROUP).create();
    check(adf.factories().getByResourceGroup(GROUP, FACTORY).name().equals(FACTORY), "the factory");
    PipelineResource made =
        adf.pipelines().define("p").withExistingFactory(GROUP, FACTORY)
            .withActivities(List.of(new WaitActivity().withName("w").withWaitTimeInSeconds(0)))
            .create();
    check(made.activities().get(0) instanceof WaitActivity, "the activity's type");
    String runId = adf.pipelines().createRun(GROUP, FACTORY, "p").runId();
    PipelineRun run;
    do {
      run = adf.pipelineRuns().get(GROUP, FACTORY, runId);
    } while (List.of("Queued", "InProgress").contains(run.status()));
    check(run.status().equals("Succeeded"), "the run: " + run.status());
    RunFilterParameters window = new RunFilterParameters()
        .withLastUpdatedAfter(OffsetDateTime.now().minusHours(1))
        .withLastUpdatedBefore(OffsetDateTime.now().plusHours(1));
    check(adf.pipelineRuns().queryByFactory(GROUP, FACTORY, window).value().size() == 1, "query");
    check(adf.activityRuns().queryByPipelineRun(GROUP, FACTORY, runId, window).value().get(0)
              .activityName().equals("w"), "activity runs");
    adf.integrationRuntimes().define("gate").withExistingFactory(GROUP, FACTORY)
        .withProperties(new SelfHostedIntegrationRuntime()).create();
    check(adf.integrationRuntimes().listAuthKeys(GROUP, FACTORY, "gate").authKey1()
              .startsWith("IR@"), "keys");
    try {
      adf.pipelines().get(GROUP, FACTORY, "none");
      check(false, "a pipeline that is not there");
    } catch (ManagementException refused) {
      check(refused.getValue().getCode().equals("PipelineNotFound"), refused.getMessage());
    }
    adf.pipelines().delete(GROUP, FACTORY, "p");
    adf.factories().deleteByResourceGroup(GROUP, FACTORY);
    System.out.println("the Java client works");
  }
}
