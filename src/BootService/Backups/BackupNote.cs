using System.Text.Json;
using System.Text.Json.Serialization;
using BootService.Core;
using BootService.Core.Networks;
using BootService.Protocols.Net;

namespace BootService.Backups;

/// <summary>An interface that a frontend was at.</summary>
/// <param name="Interface">Its name.</param>
/// <param name="Address">The frontend's address there.</param>
/// <param name="Network">The network of the address.</param>
internal sealed record NotedLink(string Interface, string Address, string Network);

/// <summary>Whose backup it is.</summary>
/// <param name="Format">The form of the archive.</param>
/// <param name="Program">The version that made it.</param>
/// <param name="Made">When.</param>
/// <param name="Name">The frontend's name.</param>
/// <param name="Links">Where it served, the first boot interface first.</param>
internal sealed record BackupNote(int Format, string Program, DateTimeOffset Made, string Name, IReadOnlyList<NotedLink> Links)
{
    /// <summary>The form that this version writes.</summary>
    public const int Newest = 1;

    /// <summary>The note of a frontend.</summary>
    public static BackupNote Of(Frontend frontend, string program, DateTimeOffset now) => new(
        Newest, program, now, frontend.Name,
        [.. frontend.All.Where(link => !link.IsMovable).Select(link => new NotedLink(link.Interface, $"{link.Address}", $"{link.Subnet}"))]);

    /// <summary>As it is written.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, BackupNoteJson.Default.BackupNote);

    /// <summary>Reads it.</summary>
    /// <exception cref="RefusedException">It is none, or of a newer version.</exception>
    public static BackupNote Read(ReadOnlySpan<byte> text, string archive)
    {
        try
        {
            return JsonSerializer.Deserialize(text, BackupNoteJson.Default.BackupNote) is { Links: not null } note && note.Links.All(IsLink)
                ? note.Format <= Newest
                    ? note
                    : throw new RefusedException($"{archive} was made by a newer bootservice ({note.Program}): install that version, and restore with it")
                : throw new RefusedException($"{archive} is no backup of a frontend: its {FrontendFiles.Note} says nothing");
        }
        catch (JsonException)
        {
            throw new RefusedException($"{archive} is no backup of a frontend: its {FrontendFiles.Note} is not understood");
        }
    }

    private static bool IsLink(NotedLink link) =>
        link.Interface is not null && Ipv4.TryParse(link.Address, null, out _) && Ipv4Network.TryParse(link.Network, null, out _);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(BackupNote))]
internal sealed partial class BackupNoteJson : JsonSerializerContext;
