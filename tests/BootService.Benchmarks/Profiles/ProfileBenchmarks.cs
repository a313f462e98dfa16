using BenchmarkDotNet.Attributes;
using BootService.Benchmarks.Measuring;
using BootService.Core.Installers;
using BootService.Core.Profiles;

namespace BootService.Benchmarks.Profiles;

/// <summary>What a kickstart costs once its node files are loaded: the seed page's node file on top of the base nodes.</summary>
[InProcess]
[MemoryDiagnoser]
[CpuTime]
[GcForce(false)]
public class ProfileBenchmarks
{
    private const int Attributes = 50;

    private readonly NodeLibrary[] _libraries = SeedLibraries.Read();
    private ProfileTemplates _templates = null!;
    private ProfileRequest _master = null!;
    private ProfileRequest[] _thousand = [];
    private (ProfileTemplates, ProfileRequest)[] _tenThousand = [];

    [GlobalSetup]
    public void Load()
    {
        _templates = ProfileTemplates.Compile(_libraries);
        _master = Request(0);
        _thousand = [.. Enumerable.Range(0, 1_000).Select(Request)];
        _tenThousand = [.. Enumerable.Range(0, 10_000).Select(i => (_templates, Request(i)))];
        if (_templates.Render(_master) is not ProfileAnswer.Rendered)
        {
            throw new InvalidOperationException("the seed's profile does not render");
        }
    }

    /// <summary>Parsing all node and graph files.</summary>
    [Benchmark]
    public ProfileTemplates LoadNodeFiles() => ProfileTemplates.Compile(_libraries);

    /// <summary>One host's kickstart, as a node fetches it.</summary>
    [Benchmark]
    public string OneKickstart() => Kickstart(_master);

    /// <summary>A thousand hosts' kickstarts, one after the other.</summary>
    [Benchmark]
    public int ThousandKickstarts() => _thousand.Sum(request => Kickstart(request).Length);

    /// <summary>What "check profile" does for ten thousand hosts of fifty attributes, on all processors.</summary>
    [Benchmark]
    public int CheckTenThousandHosts() => ProfileCheck.Run(_tenThousand).Count;

    private string Kickstart(ProfileRequest request) => ((ProfileAnswer.Rendered)_templates.Render(request)).Profile.ToAnswerText();

    internal static ProfileRequest Request(int i)
    {
        var values = Enumerable.Range(0, Attributes - 7).ToDictionary(n => $"attribute_{n}", n => $"value {n}");
        values["hostname"] = $"backend-{i / 40}-{i % 40}";
        values["hostaddr"] = $"10.1.{255 - (i / 254)}.{254 - (i % 254)}";
        values["is_mesos_master"] = i == 0 ? "true" : "false";
        values["is_mesos_slave"] = i == 0 ? "false" : "true";
        values["zookeeper_ip"] = "10.1.255.254";
        values["mesos_cluster_name"] = "MesosCluster";
        values["Kickstart_PrivateRootPassword"] = "$6$salt$hash";
        return new ProfileRequest
        {
            Host = values["hostname"],
            Root = "backend",
            Attributes = values.GetValueOrDefault,
            Release = "6.6",
            Installer = new Installer.Anaconda(AnacondaGeneration.El6),
            Frontend = "10.1.1.1",
            Repositories = [new ProfileRepository("CentOS-6.6", "http://10.1.1.1/install/pallets/CentOS/6.6/redhat/x86_64", IsInstallSource: true)],
            HostsFile = "10.1.1.1\tfrontend\n",
            Reports = new ReportUrls("http://10.1.1.1", "5ec2e7"),
        };
    }
}
