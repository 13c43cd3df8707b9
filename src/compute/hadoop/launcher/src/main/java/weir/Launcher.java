package weir;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.client.api.AMRMClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;

/**
 * An application master that runs one Java program in its own container, as `hadoop jar` runs it.
 *
 * The program is a process of its own, so it may end as it likes. What it says goes to a file of
 * the cluster's file system while it runs; how it ended is the application's final status, with
 * "exit code N" and its last lines as diagnostics. What to run: weir-job.xml beside the container's
 * files, see Job.
 */
public final class Launcher {
  private static final long BEAT_MS = 1000;
  private static final int LOST_BEATS_MAX = 60;

  private Launcher() {}

  /** What weir-job.xml asks for. */
  private static final class Job {
    /** The class whose main is run, and what it is given. */
    final String main;
    final List<String> arguments = new ArrayList<>();
    /** Jars beside us, the program's own first. */
    final List<String> jars = new ArrayList<>();
    /** Jars beside us that the cluster lacks: behind its own, which are newer. */
    final List<String> libraries = new ArrayList<>();
    /** Settings of Hadoop for the program and all that it starts. */
    final Configuration settings;
    final String log;
    final String heap;

    Job(File file) throws IOException {
      Configuration given = new Configuration(false);
      given.addResource(Files.newInputStream(file.toPath()), file.getName());
      main = given.getRaw("weir.main");
      log = given.getRaw("weir.log");
      heap = given.getRaw("weir.heap");
      readList(given, "weir.argument.", arguments);
      readList(given, "weir.jar.", jars);
      readList(given, "weir.library.", libraries);
      settings = new Configuration(false);
      settings.addResource("mapred-site.xml");
      settings.size();  // Reads it: what the cluster's owner made final stays.
      String prefix = "weir.define.";
      for (Map.Entry<String, String> one : given) {
        if (!one.getKey().startsWith(prefix)) continue;
        String name = one.getKey().substring(prefix.length());
        if (!settings.getFinalParameters().contains(name)) settings.set(name, one.getValue());
      }
    }

    private static void readList(Configuration given, String name, List<String> list) {
      for (int i = 0; given.getRaw(name + i) != null; ++i) list.add(given.getRaw(name + i));
    }
  }

  public static void main(String[] none) {
    int code = 1;
    try {
      code = run(new Job(new File("weir-job.xml")));
    } catch (Exception problem) {
      problem.printStackTrace();
    }
    System.exit(code);
  }

  private static int run(Job job) throws Exception {
    YarnConfiguration yarn = new YarnConfiguration();
    AMRMClient<AMRMClient.ContainerRequest> manager = AMRMClient.createAMRMClient();
    manager.init(yarn);
    manager.start();
    manager.registerApplicationMaster("", -1, "");
    int code = 1;
    String ended;
    try (FileSystem files = FileSystem.newInstance(yarn);
        JobLog log = new JobLog(files, new Path(job.log))) {
      try {
        code = follow(start(job), manager, log);
      } catch (Exception problem) {
        log.add("weir: " + problem);
      }
      ended = "exit code " + code + "\n" + log.lastLines();
    }
    manager.unregisterApplicationMaster(
        code == 0 ? FinalApplicationStatus.SUCCEEDED : FinalApplicationStatus.FAILED, ended, null);
    manager.stop();
    return code;
  }

  /** Beat, and keep the log, until the program has ended; its exit code. */
  private static int follow(
      Process program, AMRMClient<AMRMClient.ContainerRequest> manager, JobLog log)
      throws Exception {
    Thread end = new Thread(program::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(end);
    Thread reader = new Thread(() -> log.follow(program.getInputStream()));
    reader.start();
    int lost = 0;
    while (!program.waitFor(BEAT_MS, TimeUnit.MILLISECONDS)) {
      log.flush();
      try {
        manager.allocate(log.progress());
        lost = 0;
      } catch (IOException problem) {
        if (++lost > LOST_BEATS_MAX) throw problem;
      }
    }
    // What it started may hold its output open.
    reader.join(TimeUnit.SECONDS.toMillis(5));
    Runtime.getRuntime().removeShutdownHook(end);
    return program.exitValue();
  }

  private static Process start(Job job) throws IOException {
    File home = new File("weir-program").getAbsoluteFile();
    File temporary = new File(home, "tmp");
    if (!temporary.mkdirs()) throw new IOException("cannot make " + temporary);
    try (OutputStream out = new FileOutputStream(new File(home, "mapred-site.xml"))) {
      job.settings.writeXml(out);
    }
    List<String> path = new ArrayList<>(Collections.singletonList(home.getPath()));
    for (String jar : job.jars) path.add(new File(jar).getAbsolutePath());
    if (!job.jars.isEmpty()) path.addAll(unpack(new File(job.jars.get(0)), home));
    path.add(System.getenv("CLASSPATH"));
    for (String jar : job.libraries) path.add(new File(jar).getAbsolutePath());
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.add("-Xmx" + job.heap);
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add(job.main);
    command.addAll(job.arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CLASSPATH", String.join(File.pathSeparator, path));
    // It holds the token of this application master, which is nobody else's.
    builder.environment().remove("HADOOP_TOKEN_FILE_LOCATION");
    Process program = builder.start();
    program.getOutputStream().close();
    return program;
  }

  /** The jars in a program's lib folder, as `hadoop jar` takes them. */
  private static List<String> unpack(File program, File home) throws IOException {
    List<String> jars = new ArrayList<>();
    try (JarFile jar = new JarFile(program)) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        String name = entry.getName();
        if (!name.startsWith("lib/") || !name.endsWith(".jar")) continue;
        File to = new File(home, jars.size() + "-" + new File(name).getName());
        try (InputStream in = jar.getInputStream(entry)) {
          Files.copy(in, to.toPath(), StandardCopyOption.REPLACE_EXISTING);
        }
        jars.add(to.getPath());
      }
    }
    return jars;
  }

  static byte[] bytesOf(String line) {
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
