using System.Text;
using BenchmarkDotNet.Attributes;
using BootService.Benchmarks.Measuring;
using BootService.Core.Profiles;

namespace BootService.Benchmarks.Profiles;

/// <summary>
/// What a kickstart costs when twenty pallets are enabled, each a repository with node XML of its own that every backend gets: the targets of one pallet hold.
/// </summary>
[InProcess]
[MemoryDiagnoser]
[CpuTime]
[GcForce(false)]
public class ManyPalletsBenchmarks
{
    private const int Pallets = 20;

    private ProfileTemplates _templates = null!;
    private ProfileRequest _one = null!;
    private ProfileRequest[] _thousand = [];

    [GlobalSetup]
    public void Load()
    {
        _templates = ProfileTemplates.Compile([.. Enumerable.Range(0, Pallets).Select(Library), .. SeedLibraries.Read()]);
        _one = Request(0);
        _thousand = [.. Enumerable.Range(0, 1_000).Select(Request)];
        var text = OneKickstart();
        if (!text.Contains("package-of-19", StringComparison.Ordinal) || !text.Contains("repo --name=pallet19-1.0", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("the kickstart lacks a pallet");
        }
    }

    /// <summary>One host's kickstart; design: under 100 µs.</summary>
    [Benchmark]
    public string OneKickstart() => Kickstart(_one);

    /// <summary>A thousand hosts' kickstarts, one after the other; design: under 0.1 s.</summary>
    [Benchmark]
    public int ThousandKickstarts() => _thousand.Sum(request => Kickstart(request).Length);

    private string Kickstart(ProfileRequest request) => _templates.Render(request) switch
    {
        ProfileAnswer.Rendered rendered => rendered.Profile.ToAnswerText(),
        var fault => throw new InvalidOperationException($"{fault}"),
    };

    private static NodeLibrary Library(int number) => new(
        $"pallet{number}",
        [Document(
            $"pallet{number}-backend",
            $"<kickstart><package>package-of-{number}</package><post>\necho pallet {number} of &hostname; &gt;&gt;/root/pallets\n</post></kickstart>")],
        [Document($"pallet{number}", $"<graph><edge from=\"backend\"><to>pallet{number}-backend</to></edge></graph>")],
        []);

    private static NodeDocument Document(string name, string text) => new(name, $"{name}.xml", "1", Encoding.UTF8.GetBytes(text));

    private static ProfileRequest Request(int i) => ProfileBenchmarks.Request(i) with
    {
        Repositories =
            [.. Enumerable.Range(0, Pallets)
                .Select(
                    number => new ProfileRepository(
                        $"pallet{number}-1.0", $"http://10.1.1.1/install/pallets/pallet{number}/1.0/redhat/x86_64", IsInstallSource: number == 0))],
    };
}
