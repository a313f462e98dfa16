using System.Text.Json;
using BootService.Lab;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using Xunit;

namespace BootService.Interop.Tests.Documents;

/// <summary>The description of the HTTP interface as a linter of the trade and a generator of clients read it.</summary>
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
        await InstallAsync();
        var linted = await HereAsync("REDOCLY_TELEMETRY=off", "REDOCLY_SUPPRESS_UPDATE_NOTICE=true", "node_modules/.bin/redocly", "lint", "openapi.json");
        var said = linted.Output + linted.Error;
        Assert.True(linted.ExitCode == 0 && said.Contains("description is valid", StringComparison.Ordinal), said);
        Assert.DoesNotContain("You have ", said, StringComparison.Ordinal); // so many warnings
    }

    [Fact(Explicit = true)]
    public async Task A_generated_client_lists_hosts_with_typed_fields()
    {
        await DescribeAsync();
        await InstallAsync();
        (await HereAsync("node_modules/.bin/openapi-typescript", "openapi.json", "-o", "bootservice.d.ts")).Succeeded();
        (await HereAsync("node_modules/.bin/tsc", "-p", ".")).Succeeded();

        await using var served = await ServedLan.StartAsync([$"--Admin:Listen={BootLan.Address}:8443"]);
        var stack = served.Daemon.Stack;
        foreach (var rank in Enumerable.Range(0, 3))
        {
            await stack.RunAsync("add", "host", $"backend-0-{rank}", "appliance=backend", "rack=0", $"rank={rank}");
        }

        var key = (await stack.RunAsync("add", "token", "client", "role=read")).Trim();
        var program = await Tool.RunAsync(
            "ip",
            [
                "netns", "exec", served.Lan.Name, "env", $"NODE_EXTRA_CA_CERTS={served.Daemon.DataDirectory}/admin.crt",
                $"SERVER=https://{BootLan.Address}:8443", $"KEY={key}", "node", "client.js",
            ],
            folder: _folder);
        Assert.Equal(
            "backend-0-0 number backend none\nbackend-0-1 number backend none\nof 3\n409 cannot resolve host \"nobody\"\n",
            program.Succeeded().Output);
    }

    private async Task InstallAsync()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Checkout.Root, "tests", "openapi")))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }

        (await HereAsync("npm", "ci", "--no-audit", "--no-fund")).Succeeded();
    }

    private Task<ToolResult> HereAsync(params string[] words) => Tool.RunAsync("env", words, limit: Limit, folder: _folder);

    private async Task DescribeAsync()
    {
        var text = (await Tool.RunAsync(Checkout.Program("bootservice"), ["describe", "openapi"])).Succeeded().Output;
        using var json = JsonDocument.Parse(text);
        Assert.StartsWith("3.1", json.RootElement.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        await File.WriteAllTextAsync(Document, text);
    }
}
