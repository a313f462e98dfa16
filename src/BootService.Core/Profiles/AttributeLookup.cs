namespace BootService.Core.Profiles;

/// <summary>Gives the value of an attribute as resolved for one host.</summary>
/// <param name="name">Full name, case-sensitive, dots included: <c>os.version</c>.</param>
/// <returns>The value as it is, never escaped; null when the attribute is not defined.</returns>
public delegate string? AttributeLookup(string name);
