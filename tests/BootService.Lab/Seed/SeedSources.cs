using BootService.Lab.Lan;
using BootService.Lab.Processes;

namespace BootService.Lab.Seed;

/// <summary>
/// What the page has at hand before its first command, with small systems in the place of large ones: two DVDs in a directory, and a web server with
/// repositories.
/// </summary>
public sealed class SeedSources : IAsyncDisposable
{
    private const string Site = "127.0.0.1:8080";
    private static readonly string[] Elsewhere = ["mesos-*", "marathon-*", "chronos-*", "zookeeper-*"];
    private static readonly string[] SecondDisc = ["curl-*", "efibootmgr-*"];

    private readonly LabProcess _server;

    private SeedSources(string folder, LabProcess server) => (Folder, _server) = (folder, server);

    /// <summary>The directory the page's commands are typed in.</summary>
    public string Folder { get; }

    /// <summary>The page's folder of updates on the web.</summary>
    public static string Updates => $"http://{Site}/updates/Packages/";

    /// <summary>The <c>.repo</c> file that the packages of the repositories themselves would have brought.</summary>
    public static string RepoFile => "yum.repo";

    /// <summary>Lays all of it out.</summary>
    /// <param name="lan">Beside whose frontend the web server runs.</param>
    /// <param name="media">The folder that <c>tests/pallet/build</c> made.</param>
    public static async Task<SeedSources> LayOutAsync(BootLan lan, string media)
    {
        var folder = Directory.CreateDirectory(Path.Combine(lan.Scratch, "page")).FullName;
        await BurnAsync(Path.Combine(media, "os"), folder);
        var repositories = new[] { "mesosphere", "cloudera-cdh4" }.Select(
            name => $"[{name}]\nname={name}\nbaseurl=http://{Site}/{name}/\nenabled=0\ngpgcheck=0\n");
        await File.WriteAllTextAsync(Path.Combine(folder, RepoFile), string.Join('\n', repositories));
        var server = lan.Start("repositories", "busybox", "httpd", "-f", "-vv", "-p", Site, "-h", media);
        await Poll.UntilAsync(
            "the web server's answer", TimeSpan.FromMinutes(1),
            async () => (await lan.RunAsync("curl", "-sf", $"http://{Site}/updates/repodata/repomd.xml")).ExitCode == 0);
        return new SeedSources(folder, server);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>
    /// The kernel, the groups and most packages on the first disc, the rest on the second; none of either belongs to a repository of the page.
    /// </summary>
    private static async Task BurnAsync(string os, string folder)
    {
        var notFirst = Elsewhere.Concat(SecondDisc).SelectMany(pattern => new[] { "-m", pattern });
        await XorrisoAsync(folder, 1, [.. notFirst, $"/={os}"]);
        var discinfo = Path.Combine(folder, ".discinfo");
        var lines = await File.ReadAllLinesAsync(Path.Combine(os, ".discinfo"));
        await File.WriteAllLinesAsync(discinfo, [.. lines[..3], "2"]);
        var packages = SecondDisc.SelectMany(pattern => Directory.EnumerateFiles(Path.Combine(os, "Packages"), pattern))
            .Select(file => $"/Packages/{Path.GetFileName(file)}={file}");
        await XorrisoAsync(folder, 2, [$"/.treeinfo={os}/.treeinfo", $"/.discinfo={discinfo}", .. packages]);
    }

    private static async Task XorrisoAsync(string folder, int disc, IEnumerable<string> content) =>
        (await Tool.RunAsync(
            "xorriso", ["-as", "mkisofs", "-quiet", "-R", "-J", "-V", "CentOS_6.6_Final", "-o", Path.Combine(folder, $"CentOS-6.6-x86_64-bin-DVD{disc}.iso"),
                "-graft-points", .. content])).Succeeded();
}
