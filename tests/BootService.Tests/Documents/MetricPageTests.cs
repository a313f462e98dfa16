using System.Text.RegularExpressions;
using BootService.Tests.Architecture;
using Xunit;

namespace BootService.Tests.Documents;

/// <summary>The page about metrics, the alert rules and the board name what is measured, and all of it.</summary>
public partial class MetricPageTests
{
    private const string Prefix = "bootservice_";

    [Fact]
    public void Every_metric_is_on_the_page()
    {
        var page = File.ReadAllText(SourceTree.Path("docs", "metrics.md"));
        Assert.All(Names(), name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("docs/metrics.md")]
    [InlineData("docs/monitoring/alerts.yml")]
    [InlineData("docs/monitoring/alerts.test.yml")]
    [InlineData("docs/monitoring/grafana.json")]
    public void What_is_asked_for_is_measured(string file)
    {
        var known = Names();
        var named = Named().Matches(File.ReadAllText(SourceTree.Path(file))).Select(match => match.Value).Distinct(StringComparer.Ordinal)
            .Select(name => name.EndsWith("_seconds_bucket", StringComparison.Ordinal) ? name[..^"_bucket".Length] : name);
        Assert.Empty(named.Except(known));
    }

    [Fact]
    public void The_instruments_are_found()
    {
        var known = Names();
        Assert.Contains("bootservice_tftp_requests_total", known);
        Assert.Contains("bootservice_hosts", known);
        Assert.Contains("bootservice_disk_free_bytes", known);
        Assert.Contains("bootservice_certificate_end_seconds", known);
        Assert.Contains("bootservice_installs_duration_seconds", known);
    }

    /// <summary>The names that Prometheus sees: dots become underscores, a unit of seconds or octets and a counter say so at the end.</summary>
    private static HashSet<string> Names()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in Directory.EnumerateFiles(SourceTree.Path("src", "BootService"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText))
        {
            foreach (Match made in Instrument().Matches(text))
            {
                var call = made.Groups["call"].Value;
                var name = made.Groups["name"].Success ? made.Groups["name"].Value : Constant().Match(text).Groups["name"].Value;
                var unit = Unit().Match(made.Groups["rest"].Value) is { Success: true } found ? found.Groups["unit"].Value : string.Empty;
                var end = unit switch { "s" => "_seconds", "By" => "_bytes", _ => string.Empty };
                var plain = Prefix + name.Replace('.', '_');
                var isCounter = call.EndsWith("Counter", StringComparison.Ordinal) && !call.EndsWith("UpDownCounter", StringComparison.Ordinal);
                names.Add((plain.EndsWith(end, StringComparison.Ordinal) ? plain : plain + end) + (isCounter || call == "Count" ? "_total" : string.Empty));
            }
        }

        return names;
    }

    [GeneratedRegex(
        @"(meter\.(?<call>Create\w+)(<\w+>)?|(?<![\w.])(?<call>Count))\(\s*(""(?<name>[a-z_.]+)""|DurationName)(?<rest>[^;]*)", RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Instrument();

    [GeneratedRegex(@"const string DurationName = ""(?<name>[a-z_.]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Constant();

    [GeneratedRegex(@"""(?<unit>s|By)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unit();

    [GeneratedRegex(@"bootservice_[a-z_]+", RegexOptions.None, 1000)]
    private static partial Regex Named();
}
