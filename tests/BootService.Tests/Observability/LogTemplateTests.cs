using System.Globalization;
using System.Reflection;
using BootService.Observability;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Parsing;
using Xunit;

namespace BootService.Tests.Observability;

public class LogTemplateTests
{
    public static TheoryData<string> Templates => new(typeof(LogTemplates).GetMethods(BindingFlags.Public | BindingFlags.Static)
        .Where(method => method.ReturnType == typeof(ITextFormatter)).Select(method => method.Name));

    [Theory]
    [MemberData(nameof(Templates))]
    public void Every_template_writes_each_kind_of_event(string name)
    {
        foreach (var level in Enum.GetValues<LogEventLevel>())
        {
            Assert.Contains("10.1.1.1 has it", Written(name, level, null), StringComparison.Ordinal);
            Assert.Contains("no luck", Written(name, level, new IOException("no luck")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void There_is_one_for_the_journal_and_one_for_people() => Assert.Equal(["Console", "Journal"], Templates.Select(row => row.Data).Order());

    [Theory]
    [InlineData(LogEventLevel.Fatal, "<2>")]
    [InlineData(LogEventLevel.Error, "<3>")]
    [InlineData(LogEventLevel.Warning, "<4>")]
    [InlineData(LogEventLevel.Information, "<6>")]
    [InlineData(LogEventLevel.Debug, "<7>")]
    [InlineData(LogEventLevel.Verbose, "<7>")]
    public void The_journal_gets_the_priority_and_one_line(LogEventLevel level, string priority)
    {
        Assert.Equal($"{priority}10.1.1.1 has it\n", Written("Journal", level, null));
        var fault = Written("Journal", level, new IOException("no\nluck"), "10.1.1.1\r\nhas it");
        Assert.Equal($"{priority}10.1.1.1 | has it | System.IO.IOException: no | luck\n", fault);
    }

    [Fact]
    public void People_get_the_time_a_short_level_the_message_and_a_fault_with_its_trace()
    {
        var time = DateTimeOffset.UnixEpoch.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        Assert.Equal($"{time} warn 10.1.1.1 has it\n", Written("Console", LogEventLevel.Warning, null));
        Assert.Equal($"{time} eror 10.1.1.1 has it\nSystem.IO.IOException: no\nluck\n", Written("Console", LogEventLevel.Error, new IOException("no\nluck")));
    }

    private static string Written(string name, LogEventLevel level, Exception? fault, string text = "{Address} has it")
    {
        var template = (ITextFormatter)typeof(LogTemplates).GetMethod(name)!.Invoke(null, null)!;
        var address = new LogEventProperty("Address", new ScalarValue("10.1.1.1"));
        var happened = new LogEvent(DateTimeOffset.UnixEpoch, level, fault, new MessageTemplateParser().Parse(text), [address]);
        using var written = new StringWriter();
        template.Format(happened, written);
        return written.ToString();
    }
}
