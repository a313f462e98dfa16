using System.Text.Json;

namespace BootService.Cli.Tests;

public sealed class FolderTextTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bootservice-folder-").FullName;

    [Fact]
    public void A_folder_is_its_JSON_files_by_their_paths()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "systems"));
        File.WriteAllText(Path.Combine(_folder, "systems", "a.json"), "{\"name\": \"ä\"}");
        File.WriteAllText(Path.Combine(_folder, "top.json"), "1");
        File.WriteAllText(Path.Combine(_folder, "notes.txt"), "no");

        var read = JsonSerializer.Deserialize<Dictionary<string, string>>(FolderText.Read(_folder, 1000).Octets.Span);

        Assert.Equal(new Dictionary<string, string> { ["systems/a.json"] = "{\"name\": \"ä\"}", ["top.json"] = "1" }, read);
    }

    [Fact]
    public void Too_much_and_nothing_are_told()
    {
        Assert.EndsWith("there is no .json file in it", Assert.Throws<CliFault>(() => FolderText.Read(_folder, 1000)).Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "a.json"), new string('1', 600));
        File.WriteAllText(Path.Combine(_folder, "b.json"), new string('1', 600));
        Assert.Contains("together", Assert.Throws<CliFault>(() => FolderText.Read(_folder, 1000)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
