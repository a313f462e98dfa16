using CsCheck;

namespace BootService.Core.Tests;

/// <summary>Arbitrary values from a few.</summary>
internal static class Choice
{
    public static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);
}
