using System.Reflection;
using BootService.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace BootService.Tests.Observability;

/// <summary>A message whose parameters stand in another order than its words is written with the bare words in it.</summary>
public class LogMessageTests
{
    public static TheoryData<string> Messages => [.. Methods().Select(method => $"{method.DeclaringType!.FullName}.{method.Name}")];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Parameters_come_in_the_order_of_the_words(string name)
    {
        var method = Methods().First(method => $"{method.DeclaringType!.FullName}.{method.Name}" == name);
        var words = method.GetCustomAttribute<LoggerMessageAttribute>()!.Message!.Split('{').Skip(1).Select(word => word[..word.IndexOfAny(['}', ':', ','])]);
        var parameters = method.GetParameters()
            .Where(parameter => parameter.ParameterType != typeof(LogLevel) && !typeof(ILogger).IsAssignableFrom(parameter.ParameterType)
                && !typeof(Exception).IsAssignableFrom(parameter.ParameterType))
            .Select(parameter => parameter.Name!);
        Assert.Equal(words, parameters, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public void Each_message_has_a_number_of_its_own()
    {
        var shared = Methods().GroupBy(method => method.GetCustomAttribute<LoggerMessageAttribute>()!.EventId).Where(same => same.Count() > 1)
            .Select(same => $"{same.Key}: {string.Join(", ", same.Select(method => $"{method.DeclaringType!.Name}.{method.Name}"))}");
        Assert.Empty(shared);
    }

    private static IEnumerable<MethodInfo> Methods() => typeof(Daemon).Assembly.GetTypes()
        .SelectMany(
            type => type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
        .Where(method => method.GetCustomAttribute<LoggerMessageAttribute>() is not null);
}
