using BootService.Core.Profiles;

namespace BootService.Benchmarks.Profiles;

/// <summary>The node files a frontend has: what we ship, and the seed page's extension.</summary>
internal static class SeedLibraries
{
    public static NodeLibrary[] Read()
    {
        var root = Root();
        var seed = Document(Path.Combine(root, "tests/BootService.Core.Tests/Profiles/testdata/extend-base.xml"));
        var bootfiles = Path.Combine(root, "bootfiles");
        return
        [
            new NodeLibrary("site-profiles", [seed], [], []),
            new NodeLibrary("bootfiles", Folder(Path.Combine(bootfiles, "nodes")), Folder(Path.Combine(bootfiles, "graphs/default")), []),
        ];
    }

    private static NodeDocument[] Folder(string path) =>
        [.. Directory.GetFiles(path, "*.xml").Order(StringComparer.Ordinal).Select(Document)];

    private static NodeDocument Document(string path) => new(Path.GetFileNameWithoutExtension(path), path, "1", File.ReadAllBytes(path));

    /// <summary>The checkout.</summary>
    public static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "BootService.sln")))
        {
            at = at.Parent ?? throw new InvalidOperationException("run the benchmarks from a checkout: they read its node files");
        }

        return at.FullName;
    }
}
