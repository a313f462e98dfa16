using System.Text.Json;
using BootService.Boot;
using BootService.Tests.Architecture;
using Xunit;

namespace BootService.Tests.Boot;

/// <summary>The list of loaders, and files that are here or not.</summary>
public sealed class LoaderLibraryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loaders");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("mmx64.efi", "shimx64.efi")]
    [InlineData("mmaa64.efi", "shimaa64.efi")]
    [InlineData("fbx64.efi", "shimx64.efi")]
    [InlineData("fbaa64.efi", "shimaa64.efi")]
    public void What_a_shim_asks_for_beside_itself_is_in_the_list_and_missed_only_with_it(string name, string shim)
    {
        using var list = JsonDocument.Parse(File.ReadAllBytes(SourceTree.Path("bootfiles/loaders.json")));
        var row = list.RootElement.EnumerateArray().Single(row => row.GetProperty("name").GetString() == name);
        Assert.Equal(shim, row.GetProperty("for").GetString());
        using var real = LoaderLibrary.Open(SourceTree.Path("bootfiles"));
        Assert.Equal(row.GetProperty("package").GetString(), real.PackageOf(name));
    }

    [Fact]
    public void What_only_serves_another_loader_is_not_missed_without_it()
    {
        Assert.Equal(["companion.efi", "shim.efi"], Absent(withShim: true, withCompanion: false, alsoMissing: "shim.efi"));
        Assert.Equal(["companion.efi"], Absent(withShim: true, withCompanion: false));
        Assert.Equal(["first.efi"], Absent(withShim: false, withCompanion: false));
        Assert.Empty(Absent(withShim: true, withCompanion: true));
    }

    private string[] Absent(bool withShim, bool withCompanion, string? alsoMissing = null)
    {
        var rows = new List<object> { Row("first.efi", withShim), Row("companion.efi", withCompanion, "first.efi") };
        if (alsoMissing is not null)
        {
            rows.Add(Row(alsoMissing, isHere: false));
        }

        File.WriteAllText(Path.Combine(_folder.FullName, "loaders.json"), JsonSerializer.Serialize(rows));
        using var library = LoaderLibrary.Open(_folder.FullName);
        return [.. library.Absent.Select(loader => loader.Name)];
    }

    private Dictionary<string, object> Row(string name, bool isHere, string? serves = null)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.Delete(path);
        if (isHere)
        {
            File.WriteAllText(path, "a loader");
        }

        var row = new Dictionary<string, object> { ["name"] = name, ["package"] = "some", ["required"] = false, ["paths"] = new[] { path } };
        if (serves is not null)
        {
            row["for"] = serves;
        }

        return row;
    }
}
