using BootService.Lab;
using BootService.Lab.Processes;
using Xunit;

namespace BootService.Interop.Tests.Installed;

/// <summary>The package as Debian's own examiner sees it, and the rules for Prometheus as Prometheus reads them.</summary>
public class PackageTests
{
    [Fact(Explicit = true)]
    public async Task Lintian_finds_no_error_in_the_package()
    {
        Requirements.Demand();
        var package = Directory.GetFiles(Checkout.Artifacts, "bootservice_*_amd64.deb").OrderBy(File.GetLastWriteTimeUtc).Last();
        (await Tool.RunAsync("lintian", ["--allow-root", "--fail-on", "error", package], limit: TimeSpan.FromMinutes(10))).Succeeded();
    }

    [Fact(Explicit = true)]
    public async Task Prometheus_understands_the_alert_rules_and_they_fire_when_they_should()
    {
        Requirements.Demand();
        var folder = Path.Combine(Checkout.Root, "docs", "monitoring");
        (await Tool.RunAsync("promtool", ["check", "rules", "alerts.yml"], folder: folder)).Succeeded();
        (await Tool.RunAsync("promtool", ["test", "rules", "alerts.test.yml"], folder: folder)).Succeeded();
    }
}
