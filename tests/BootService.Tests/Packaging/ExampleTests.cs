using System.Collections;
using BootService.Hosting;
using BootService.Settings;
using BootService.Tests.Architecture;
using Xunit;

namespace BootService.Tests.Packaging;

/// <summary>What the package brings as an example is understood as it stands.</summary>
public class ExampleTests
{
    [Fact]
    public void The_sample_configuration_is_read_without_a_fault()
    {
        var (configuration, sources) = SettingsSources.Merge(
            ["--config", SourceTree.Path("systemd", "examples", "bootservice.json")], new Hashtable(), checkout: null);
        var (settings, values) = SettingsReader.Read<DaemonSettings>(configuration);
        Assert.Empty(sources.Concat(values));
        Assert.Equal(("eth1", "0.0.0.0:8443"), (settings.Interface, settings.Admin.Listen));
    }

    [Fact]
    public void Every_release_is_in_the_list_of_changes()
    {
        var version = System.Text.RegularExpressions.Regex.Match(
            File.ReadAllText(SourceTree.Path("Directory.Build.props")), "<Version>(?<version>.+)</Version>",
            System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["version"].Value;
        Assert.Contains($"\n## {version}\n", File.ReadAllText(SourceTree.Path("CHANGELOG.md")), StringComparison.Ordinal);
        Assert.StartsWith($"bootservice ({version}) ", File.ReadAllText(SourceTree.Path("systemd", "debian", "changelog")), StringComparison.Ordinal);
    }
}
