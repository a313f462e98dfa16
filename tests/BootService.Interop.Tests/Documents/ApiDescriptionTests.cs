using System.Text.Json;
using BootService.Lab;
using BootService.Lab.Processes;
using Xunit;

namespace BootService.Interop.Tests.Documents;

/// <summary>The description of the HTTP interface as a linter of the trade reads it.</summary>
public sealed class ApiDescriptionTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    private readonly string _folder = Directory.CreateTempSubdirectory("bootservice-api-").FullName;

    private string Document => Path.Combine(_folder, "openapi.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Explicit = true)]
    public async Task Redocly_finds_nothing_wrong()
    {
        await DescribeAsync();
        foreach (var name in new[] { "package.json", "package-lock.json", "redocly.yaml" })
        {
            File.Copy(Path.Combine(Checkout.Root, "tests", "openapi", name), Path.Combine(_folder, name));
        }

        (await Tool.RunAsync("npm", ["ci", "--no-audit", "--no-fund"], limit: Limit, folder: _folder)).Succeeded();
        var linted = await Tool.RunAsync(
            "env", ["REDOCLY_TELEMETRY=off", "REDOCLY_SUPPRESS_UPDATE_NOTICE=true", "node_modules/.bin/redocly", "lint", "openapi.json"], limit: Limit,
            folder: _folder);
        var said = linted.Output + linted.Error;
        Assert.True(linted.ExitCode == 0 && said.Contains("description is valid", StringComparison.Ordinal), said);
        Assert.DoesNotContain("You have ", said, StringComparison.Ordinal); // so many warnings
    }

    private async Task DescribeAsync()
    {
        var text = (await Tool.RunAsync(Checkout.Program("bootservice"), ["describe", "openapi"])).Succeeded().Output;
        using var json = JsonDocument.Parse(text);
        Assert.StartsWith("3.1", json.RootElement.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        await File.WriteAllTextAsync(Document, text);
    }
}
