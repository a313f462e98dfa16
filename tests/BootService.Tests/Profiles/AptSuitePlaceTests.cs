using BootService.Media.Packages;
using BootService.Profiles;
using BootService.Settings;
using Xunit;

namespace BootService.Tests.Profiles;

/// <summary>The suites that a folder of apt's is found to have.</summary>
public sealed class AptSuitePlaceTests : IDisposable
{
    private const string Release = "Codename: x\nComponents: main\nArchitectures: amd64\n";

    private readonly string _export = Directory.CreateTempSubdirectory("bootservice-suites-").FullName;

    public void Dispose() => Directory.Delete(_export, recursive: true);

    [Fact]
    public void Suites_lie_in_the_folders_of_others_too_and_those_of_their_parts_are_none()
    {
        foreach (var suite in (string[])["stable", "bookworm/tools/8.0", "bookworm/tools/7.0"])
        {
            Write($"dists/{suite}/Release", Release);
            Write($"dists/{suite}/main/binary-amd64/Release", "Component: main\nArchitecture: amd64\n");
        }

        Write("keys/bookworm-tools-8.0.gpg", "key");
        Write("dists/empty/a/b/c/d/e/Release", Release);
        var suites = new Repositories(new DataFolders { ExportDirectory = _export }, new PackageIndexes()).Look("pallets/tools").Suites;
        Assert.Equal(
            [("bookworm/tools/7.0", null), ("bookworm/tools/8.0", "keys/bookworm-tools-8.0.gpg"), ("stable", (string?)null)],
            suites.Select(suite => (suite.Name, suite.Key)));
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_export, "pallets/tools", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
