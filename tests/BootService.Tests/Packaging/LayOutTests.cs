using System.Diagnostics;
using System.Text.Json;
using BootService.Tests.Architecture;
using Xunit;

namespace BootService.Tests.Packaging;

/// <summary>An installed frontend as <c>make install</c> and <c>make deb</c> lay it out, looked at with the tools that will read it.</summary>
public sealed class LayOutTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bootservice-layout-").FullName;

    public LayOutTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "published"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "published", "daemon"), AppContext.BaseDirectory);
        File.Copy("/bin/true", Path.Combine(_folder, "published", "stack"));
        Run(SourceTree.Path("systemd", "lay-out"), Path.Combine(_folder, "published"), Installed());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_manual_the_completion_and_the_description_of_the_interface_are_installed()
    {
        var manual = Run("mandoc", "-T", "html", "-W", "error", "-K", "utf-8", Unpacked("usr/share/man/man8/stack.8.gz"));
        Assert.Contains("stack set host boot", manual, StringComparison.Ordinal);
        foreach (var page in new[] { "man8/bootservice.8", "man5/bootservice.json.5" })
        {
            Run("mandoc", "-T", "lint", "-W", "error", Unpacked($"usr/share/man/{page}.gz"));
        }

        Run("bash", "-n", Installed("usr/share/bash-completion/completions/stack"));
        Run("zsh", "-n", Installed("usr/share/zsh/vendor-completions/_stack"));
        using var description = JsonDocument.Parse(File.ReadAllText(Installed("usr/share/bootservice/openapi.json")));
        Assert.True(description.RootElement.GetProperty("paths").TryGetProperty("/v1/commands/set.host.boot", out _));
    }

    [Fact]
    public void The_programs_and_what_they_read_are_where_the_unit_looks_for_them()
    {
        foreach (var file in new[] { "usr/bin/stack", "usr/bin/bootservice", "usr/lib/bootservice/bootservice", "usr/share/bootservice/bootfiles/loaders.json",
            "usr/lib/systemd/system/bootservice.service" })
        {
            Assert.True(File.Exists(Installed(file)), file);
        }
    }

    private string Installed(string path = "") => Path.Combine(_folder, "root", path);

    private string Unpacked(string path)
    {
        var page = Path.Combine(_folder, "stack.8");
        File.WriteAllText(page, Run("gzip", "-dc", Installed(path)));
        return page;
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {errors.GetAwaiter().GetResult()}");
        return output;
    }
}
