using System.Reflection;
using BootService.Core.Reasons;

namespace BootService.Core.Tests.Reasons;

/// <summary>One value of each reason there is, found by looking, so that a new one cannot be forgotten.</summary>
internal static class EveryReason
{
    /// <summary>The values; enumerations are gone through whole.</summary>
    public static IReadOnlyList<BootReason> All { get; } =
        [.. typeof(BootReason).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(BootReason))).SelectMany(Of)];

    private static IEnumerable<BootReason> Of(Type type)
    {
        var make = type.GetConstructors(BindingFlags.Public | BindingFlags.Instance).Single();
        var parameters = make.GetParameters();
        return parameters.FirstOrDefault(parameter => parameter.ParameterType.IsEnum) is { } choice
            ? Enum.GetValues(choice.ParameterType).Cast<object>().Select(word => Make(make, parameters, word))
            : [Make(make, parameters, null)];
    }

    private static BootReason Make(ConstructorInfo make, ParameterInfo[] parameters, object? word) =>
        (BootReason)make.Invoke([.. parameters.Select(parameter => parameter.ParameterType.IsEnum ? word : Value(parameter))]);

    private static object? Value(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(string) ? $"a {parameter.Name}"
        : parameter.ParameterType == typeof(BootReason) ? new BootReason.NoActionSet()
        : parameter.ParameterType == typeof(long) ? (object)7L
        : parameter.ParameterType == typeof(int) ? (object)3
        : throw new NotSupportedException($"give {parameter.ParameterType} a value here");
}
