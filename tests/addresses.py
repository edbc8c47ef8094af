"""Every address of the project, and what each kind of person gets there.

A row names an address, the record it is asked for (see `World`), and one answer a
person, in the order of `PEOPLE`. `login` sends to the sign-in, `go` redirects
elsewhere. A star before the name asks by POST.
"""

PEOPLE = (
    "anonymous",
    "stranger",
    "member",
    "owner",
    "manager",
    "officer",
    "editor",
    "administrator",
)

TABLE = """
# address                            record                       anon  stran memb  owner mana  offic edit  admin
health-live                          -                            200   200   200   200   200   200   200   200
health-ready                         -                            200   200   200   200   200   200   200   200
robots                               -                            200   200   200   200   200   200   200   200
sitemap                              -                            200   200   200   200   200   200   200   200
sitemap-section                      section                      200   200   200   200   200   200   200   200
attachments:download                 draft-file                   404   404   404   200   200   404   404   200
api:openapi-json                     -                            200   200   200   200   200   200   200   200
api:openapi-view                     -                            200   200   200   200   200   200   200   200
api:search                           -                            200   200   200   200   200   200   200   200
api:api-root                         -                            404   404   404   404   404   404   404   404
admin-achievements:index             -                            go    go    go    go    go    200   go    200
admin-achievements:index_results     -                            go    go    go    go    go    200   go    200
admin-achievements:add               -                            go    go    go    go    go    go    go    go
admin-achievements:edit              admin.achievement            go    go    go    go    go    200   404   200
*admin-achievements:edit             admin.achievement            go    go    go    go    go    200   404   200
admin-achievements:delete            admin.achievement            go    go    go    go    go    404   404   404
admin-achievements:history           admin.achievement            go    go    go    go    go    200   404   200
admin-achievements:history_results   admin.achievement            go    go    go    go    go    200   404   200
admin-achievements:inspect           admin.achievement            go    go    go    go    go    200   404   200
admin-achievements:step              admin.achievement.publish    go    go    go    go    go    200   404   200
*admin-achievements:step             admin.achievement.publish    go    go    go    go    go    go    404   go
admin-listings:index                 -                            go    go    go    go    go    200   go    200
admin-listings:index_results         -                            go    go    go    go    go    200   go    200
admin-listings:add                   -                            go    go    go    go    go    go    go    go
admin-listings:edit                  admin.listing                go    go    go    go    go    200   404   200
*admin-listings:edit                 admin.listing                go    go    go    go    go    go    404   go
admin-listings:edit                  admin.draft                  go    go    go    go    go    404   404   go
*admin-listings:edit                 admin.draft                  go    go    go    go    go    404   404   go
admin-listings:delete                admin.listing                go    go    go    go    go    404   404   404
admin-listings:delete                admin.draft                  go    go    go    go    go    404   404   404
admin-listings:history               admin.listing                go    go    go    go    go    200   404   200
admin-listings:history               admin.draft                  go    go    go    go    go    404   404   200
admin-listings:history_results       admin.listing                go    go    go    go    go    200   404   200
admin-listings:history_results       admin.draft                  go    go    go    go    go    404   404   200
admin-listings:inspect               admin.listing                go    go    go    go    go    200   404   200
admin-listings:inspect               admin.draft                  go    go    go    go    go    404   404   200
admin-listings:step                  admin.listing.withdraw       go    go    go    go    go    200   404   200
*admin-listings:step                 admin.listing.withdraw       go    go    go    go    go    200   404   200
admin-enquiries:index                -                            go    go    go    go    go    200   go    200
admin-enquiries:index_results        -                            go    go    go    go    go    200   go    200
admin-enquiries:add                  -                            go    go    go    go    go    go    go    go
admin-enquiries:edit                 admin.enquiry                go    go    go    go    go    404   404   404
*admin-enquiries:edit                admin.enquiry                go    go    go    go    go    404   404   404
admin-enquiries:delete               admin.enquiry                go    go    go    go    go    404   404   404
admin-enquiries:history              admin.enquiry                go    go    go    go    go    200   404   200
admin-enquiries:history_results      admin.enquiry                go    go    go    go    go    200   404   200
admin-enquiries:inspect              admin.enquiry                go    go    go    go    go    200   404   200
admin-enquiries:step                 admin.enquiry.close          go    go    go    go    go    404   404   404
*admin-enquiries:step                admin.enquiry.close          go    go    go    go    go    404   404   404
admin-organisations:index            -                            go    go    go    go    go    200   go    200
admin-organisations:index_results    -                            go    go    go    go    go    200   go    200
admin-organisations:add              -                            go    go    go    go    go    go    go    go
admin-organisations:edit             admin.organisation           go    go    go    go    go    200   404   200
*admin-organisations:edit            admin.organisation           go    go    go    go    go    200   404   200
admin-organisations:delete           admin.organisation           go    go    go    go    go    404   404   404
admin-organisations:history          admin.organisation           go    go    go    go    go    200   404   200
admin-organisations:history_results  admin.organisation           go    go    go    go    go    200   404   200
admin-organisations:inspect          admin.organisation           go    go    go    go    go    200   404   200
admin-organisations:step             admin.organisation.refuse    go    go    go    go    go    200   404   200
*admin-organisations:step            admin.organisation.refuse    go    go    go    go    go    200   404   200
admin-terms:index                    -                            go    go    go    go    go    200   go    200
admin-terms:index_results            -                            go    go    go    go    go    200   go    200
admin-terms:add                      -                            go    go    go    go    go    200   go    200
admin-terms:edit                     admin.term                   go    go    go    go    go    200   404   200
*admin-terms:edit                    admin.term                   go    go    go    go    go    200   404   200
admin-terms:delete                   admin.term                   go    go    go    go    go    404   404   404
admin-terms:history                  admin.term                   go    go    go    go    go    200   404   200
admin-terms:history_results          admin.term                   go    go    go    go    go    200   404   200
admin-terms:inspect                  admin.term                   go    go    go    go    go    200   404   200
catalogue:search                     -                            200   200   200   200   200   200   200   200
catalogue:suggest                    -                            200   200   200   200   200   200   200   200
organisations:list                   -                            200   200   200   200   200   200   200   200
organisations:register               -                            login 200   200   200   200   200   200   200
organisations:join-by-code           -                            login 200   200   200   200   200   200   200
*organisations:join-by-code          -                            login 200   200   200   200   200   200   200
organisations:detail                 institute                    200   200   200   200   200   200   200   200
organisations:join                   institute                    login 200   200   200   200   200   200   200
achievements:list                    -                            200   200   200   200   200   200   200   200
achievements:detail                  public                       200   200   200   200   200   200   200   200
achievements:detail                  gone                         410   410   410   410   410   410   410   410
achievements:detail                  draft                        404   404   404   200   200   404   404   200
achievements:version                 public.v1                    200   200   200   200   200   200   200   200
listings:list                        -                            200   200   200   200   200   200   200   200
listings:detail                      offer                        200   200   200   200   200   200   200   200
listings:detail                      unready                      404   404   404   200   200   404   404   200
my-achievements:list                 -                            login 200   200   200   200   200   200   200
my-achievements:new                  -                            login 200   200   200   200   200   200   200
my-achievements:record               draft.v1                     login 404   404   200   200   404   404   404
my-achievements:check                draft.v1                     login 404   404   200   200   404   404   404
my-achievements:new-version          draft.v1                     login 405   405   405   405   405   405   405
*my-achievements:new-version         draft.v1                     login 404   404   go    go    404   404   404
my-achievements:step                 draft.submit                 login 404   404   go    go    404   404   404
*my-achievements:step                draft.submit                 login 404   404   go    go    404   404   404
my-achievements:section              draft.basics                 login 404   404   200   200   404   404   404
my-listings:list                     -                            login 200   200   200   200   200   200   200
my-listings:new                      -                            login 200   200   200   200   200   200   200
my-listings:record                   unready                      login 404   404   200   200   404   404   404
my-listings:check                    unready                      login 404   404   200   200   404   404   404
my-listings:step                     unready.submit               login 404   404   go    go    404   404   404
*my-listings:step                    unready.submit               login 404   404   go    go    404   404   404
my-listings:section                  unready.offer                login 404   404   200   200   404   404   404
enquiries:list                       -                            login 200   200   200   200   200   200   200
enquiries:ask                        offer                        login 200   200   200   200   200   200   200
enquiries:detail                     enquiry                      login 404   404   200   200   200   404   200
enquiries:write                      enquiry                      login 405   405   405   405   405   405   405
*enquiries:write                     enquiry                      login 404   404   422   422   403   404   403
enquiries:close                      enquiry                      login 405   405   405   405   405   405   405
*enquiries:close                     enquiry                      login 404   404   422   422   403   404   403
workbench:home                       -                            login 200   200   200   200   200   200   200
my-organisations:list                -                            login 200   200   200   200   200   200   200
my-organisations:edit                institute                    login 404   404   404   200   404   404   404
*my-organisations:edit               institute                    login 404   404   404   go    404   404   404
my-organisations:claim-again         institute                    login 405   405   405   405   405   405   405
*my-organisations:claim-again        institute                    login 404   404   404   go    404   404   404
my-organisations:members             institute                    login 404   404   404   200   200   404   200
my-organisations:invite              institute                    login 404   404   404   200   404   404   404
*my-organisations:invite             institute                    login 404   404   404   200   404   404   404
my-organisations:member              request                      login 404   404   404   200   200   404   200
*my-organisations:member             request                      login 405   405   405   405   405   405   405
my-organisations:role                request                      login 405   405   405   405   405   405   405
*my-organisations:role               request                      login 404   404   404   go    go    404   go
my-organisations:approve             request                      login 405   405   405   405   405   405   405
*my-organisations:approve            request                      login 404   404   404   go    go    404   go
my-organisations:refuse              request                      login 405   405   405   405   405   405   405
*my-organisations:refuse             request                      login 404   404   404   go    go    404   go
my-organisations:cancel              invitation.pk                login 405   405   405   405   405   405   405
*my-organisations:cancel             invitation.pk                login 404   404   404   go    go    404   go
my-organisations:end                 request                      login 405   405   405   405   405   405   405
*my-organisations:end                request                      login 404   404   404   go    go    404   go
my-organisations:leave               request                      login 404   404   404   404   404   404   404
*my-organisations:leave              request                      login 404   404   404   404   404   404   404
my-organisations:withdraw            request                      login 405   405   405   405   405   405   405
*my-organisations:withdraw           request                      login 404   404   404   404   404   404   404
my-organisations:invitation          invitation                   200   200   200   200   200   200   200   200
my-organisations:accept              invitation                   login 405   405   405   405   405   405   405
*my-organisations:accept             invitation                   login go    go    go    go    go    go    go
my-organisations:decline             invitation                   login 405   405   405   405   405   405   405
*my-organisations:decline            invitation                   login go    go    go    go    go    go    go
inbox:list                           -                            login 200   200   200   200   200   200   200
inbox:read-all                       -                            login 405   405   405   405   405   405   405
*inbox:read-all                      -                            login go    go    go    go    go    go    go
inbox:open                           owner's-message              login 404   404   go    404   404   404   404
profile:edit                         -                            login 200   200   200   200   200   200   200
*profile:edit                        -                            login 200   200   200   200   200   200   200
history:record                       draft-history                login 404   404   200   200   404   404   200
history:download                     draft-history                login 404   404   200   200   404   404   200
jsi18n                               -                            200   200   200   200   200   200   200   200
"""

# Packages that guard their own addresses: who may not pass is tested by kind, below
# each prefix, instead of address by address.
ADMIN_PREFIX = "admin/"
ACCOUNT_PREFIX = "accounts/"
WAGTAIL_PUBLIC = "wagtail_serve"


def rows():
    for line in TABLE.strip().splitlines():
        if line.strip() and not line.startswith("#"):
            name, record, *answers = line.split()
            yield name.lstrip("*"), name.startswith("*"), record, answers
