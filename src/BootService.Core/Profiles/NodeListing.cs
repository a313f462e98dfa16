namespace BootService.Core.Profiles;

/// <summary>A node as <c>list node</c> shows it.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Files">Paths of the files that count for it, in the order they are read.</param>
/// <param name="Overridden">Paths of files of the same node that do not count: shadowed, or set aside by a replacement.</param>
/// <param name="Faults">Faults of its files whatever the host.</param>
public sealed record NodeListing(
    string Name, IReadOnlyList<string> Files, IReadOnlyList<string> Overridden, IReadOnlyList<ProfileFault> Faults);
