using System.Reflection;
using System.Runtime.CompilerServices;

namespace BootService.Benchmarks.Language;

/// <summary>A port that the measured verbs ask nothing of.</summary>
public class UnaskedPort : DispatchProxy
{
    /// <summary>One of any kind: all verbs are made at once, whatever those that are not measured are given.</summary>
    public static object Of(Type port) => port.IsInterface ? Create(port, typeof(UnaskedPort)) : RuntimeHelpers.GetUninitializedObject(port);

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw new InvalidOperationException($"{targetMethod?.Name} was asked for");
}
