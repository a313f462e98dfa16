using System.Collections.Immutable;
using BootService.Core;

namespace BootService.Media.Discs;

/// <summary>Knows one kind of medium by what lies on it.</summary>
internal interface IMediumProbe
{
    /// <summary>The pallets of a medium of this kind; empty when it is of another.</summary>
    /// <exception cref="RefusedException">It is of this kind, and no pallet can be made of it.</exception>
    ImmutableArray<MediumPallet> Probe(IMedium medium);
}

/// <summary>What probes have in common.</summary>
internal static class ProbeWords
{
    /// <summary>A value that becomes the name of a folder.</summary>
    public static string Word(string file, string key, string? value) =>
        value is null ? throw new RefusedException($"{file} has no {key}")
        : PalletWord.IsOne(value) ? value
        : throw new RefusedException($"{file}: {key} \"{value}\" is not a word of letters, digits, dots, hyphens and underscores");
}
