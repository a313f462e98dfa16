using System.Reflection;

namespace BootService.Benchmarks.Language;

/// <summary>A port that the measured verbs ask nothing of.</summary>
public class UnaskedPort : DispatchProxy
{
    /// <summary>One of any kind.</summary>
    public static object Of(Type port) => Create(port, typeof(UnaskedPort));

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw new InvalidOperationException($"{targetMethod?.Name} was asked for");
}
