using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using BootService.Settings;

namespace BootService.Oidc;

/// <summary>Logging in to the dashboard by OpenID Connect, beside tokens.</summary>
internal sealed class OidcSettings : ICheckedSettings
{
    /// <summary>Whom the provider is asked at; null for tokens alone.</summary>
    [Description("The provider of OpenID Connect that people log in to the dashboard with, such as https://sso.example/realms/lab; none when left out.")]
    public string? Authority { get; init; }

    [Description("The name that the provider knows the frontend by (client id).")]
    public string? ClientId { get; init; }

    [Description("A file with the secret that the provider gave the frontend; none for a client without one.")]
    public string? ClientSecretFile { get; init; }

    [Description("What is asked of the provider, with blanks between.")]
    [Required]
    public string Scopes { get; init; } = "openid profile";

    [Description("The claim that names a user's groups.")]
    [Required]
    public string GroupsClaim { get; init; } = "groups";

    /// <summary>Who may do what, as <see cref="OidcRoles"/> reads it.</summary>
    [Description(
        "Which groups may do what: \"ops: admin; lab: admin rack=3|4; staff: read\", with box=, appliance= or rack= for hosts of these alone; * is everybody.")]
    public string? Roles { get; init; }

    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    [Description("How long a login lasts.")]
    public TimeSpan SessionLasts { get; init; } = TimeSpan.FromHours(8);

    /// <inheritdoc/>
    public IEnumerable<string> Faults()
    {
        if (Authority is null)
        {
            yield break;
        }

        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var address) || !(address.Scheme is "https" || (address.Scheme is "http" && address.IsLoopback)))
        {
            yield return $"key \"Oidc:Authority\" is \"{Authority}\", and must be an address of https";
        }

        if (string.IsNullOrEmpty(ClientId))
        {
            yield return "key \"Oidc:ClientId\" is missing, which Oidc:Authority needs";
        }

        if (OidcRoles.Read(Roles ?? string.Empty) is (null, { } fault))
        {
            yield return $"key \"Oidc:Roles\" {fault}";
        }
    }
}
